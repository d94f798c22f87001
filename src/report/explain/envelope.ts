import { type Entries, stated } from './entry.ts';

export const envelope: Entries = {
  format_version: stated('Version of this JSON: a new minor adds fields, a new major changes them'),
  name: stated('Name of the design', ['plan:name']),
  overrides: stated('Spec keys overridden with --set, in order'),
  'assumptions[].path': stated('Spec key that sets the assumed value'),
  'assumptions[].value': stated('Value that was used because the spec gives none'),
  'assumptions[].unit': stated('Unit of the assumed value'),
  'assumptions[].source': stated('Where the default comes from'),
  'assumptions[].confidence': stated('How sure the source is: read, secondary, derived, memory, judgement, fitted'),
  'diagnostics[].code': stated('Code of the remark; `fabricplan explain <code>` says more'),
  'diagnostics[].severity': stated('error, warning or note'),
  'diagnostics[].path': stated('Spec key that the remark is about'),
  'diagnostics[].message': stated('The remark'),
  'reasons.*': stated('Why a field is null, by its dotted name'),
};
