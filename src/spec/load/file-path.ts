const isAbsolute = (path: string): boolean => /^(?:[/\\]|[A-Za-z]:[/\\])/.test(path);

/** A path that a file names, as the working directory sees it. Standard input names paths relative to the working directory. */
export function besideFile(file: string, path: string): string {
  if (isAbsolute(path)) return path;
  const folder = file.slice(0, Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  return normalize(folder + path);
}

/** Takes out `./` and `x/../`, so that one file has one name and a circle of `extends` is seen. */
function normalize(path: string): string {
  const out: string[] = [];
  for (const part of path.split('/')) {
    if (part === '.') continue;
    const last = out.at(-1);
    if (part === '..' && last !== undefined && last !== '..' && last !== '') out.pop();
    else out.push(part);
  }
  return out.join('/');
}
