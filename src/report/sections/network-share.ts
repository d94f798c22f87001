import { formatPercent } from '../../units/format.ts';
import { known, type SectionOf } from './section.ts';

/** What the network takes of the money, of the power and of the time, side by side. */
export const networkShare: SectionOf = ({ cost, power, training }) => {
  const shares = [cost.network_capex_fraction, power.network_fraction, training.network_idle_fraction];
  if (shares.every((share) => share === null)) return null;
  return {
    title: "the network's share",
    head: ['of capex', 'of IT power', 'of the time of the GPUs'],
    align: 'rrr',
    rows: [shares.map((share) => known(share, formatPercent))],
    notes: [
      'capex: switches, modules, cables, and NICs where the server price does not pay for them',
      'IT power: NICs, switches and modules while the job runs',
      'time: communication that no computation hides, scale-up and scale-out',
    ],
  };
};
