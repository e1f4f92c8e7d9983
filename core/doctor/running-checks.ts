import type { PauseSwitch } from '../brake';
import { remedy } from '../reasons';
import { type Check, checked, type Finding, fine, unknown, wrong } from './check';
import { visibleDetail } from './detail';
import type { Facts, SeenHub, SeenLetters, SeenQueue, Words } from './facts';

/** Messages to be received now above which it counts whether they become fewer. */
export const MANY_WAITING = 1_000;
const HOUR_MS = 3_600_000;

/** How the deployed hub does, as its inventory and its queues say. */
export function runningChecks(facts: Facts, words: Words): readonly Check[] {
  const { hub, deadLetters } = facts;
  return [
    checked('roles', "each account's role", hub, (seen) => accountsFinding(seen, words)),
    checked('fleet-problems', 'what the hub cannot see', hub, (seen) => problemsFinding(seen, words)),
    checked('queues', 'queues', hub, ({ queues }) => queuesFinding(queues, words)),
    checked('dead-letters', 'dead letters', deadLetters, (letters) => lettersFinding(letters, words)),
    checked('paused', 'writing', hub, ({ paused }) => pausedFinding(paused, words)),
    checked('last-sweep', 'last sweep', hub, (seen) => sweepFinding(seen, facts, words)),
  ];
}

function accountsFinding({ accounts, failedAccounts }: SeenHub, { line }: Words): Finding {
  const { known, neverVisited } = accounts;
  const never = neverVisited === 0 ? '' : `, ${neverVisited.toLocaleString('en')} never looked through`;
  if (failedAccounts.count > 0) {
    return wrong(
      `${failedAccounts.count.toLocaleString('en')} of ${known.toLocaleString('en')} accounts could not be looked through${never}`,
      `mend each cause, then ${line('sweep --account ID')}`,
      more(
        failedAccounts.count,
        failedAccounts.first.map(({ account, name, reason }) => {
          const what = remedy(reason.code);
          const who = name === null ? account : `${account} (${visibleDetail(name)})`;
          return `${who}: ${visibleDetail(reason.text)}${what === '' ? '' : `; ${what}`}`;
        }),
      ),
    );
  }
  if (known === 0) return unknown('no account was looked at yet', line('sweep --watch'));
  return neverVisited > 0
    ? unknown(`${known.toLocaleString('en')} accounts${never}`, line('sweep --watch'))
    : fine(`${known.toLocaleString('en')} accounts were looked through, or are excluded`);
}

function problemsFinding({ fleetProblems: { count, first } }: SeenHub, { line }: Words): Finding {
  if (count === 0)
    return fine('the last sweeps found no failed stack instance, no Region that is off, no forwarder without events');
  const codes = new Set(first.map(({ reason }) => reason.code));
  return wrong(
    `${count.toLocaleString('en')} places that the hub cannot see whole`,
    [...[...codes].map((code) => remedy(code)).filter((text) => text !== ''), `then ${line('sweep --watch')}`].join(
      '; ',
    ),
    more(
      count,
      first.map(
        ({ account, region, reason }) =>
          `${account}${region === null ? '' : ` ${region}`}: ${visibleDetail(reason.text)}`,
      ),
    ),
  );
}

function queuesFinding(queues: readonly SeenQueue[], { line }: Words): Finding {
  const work = queues.filter(({ deadLetters }) => !deadLetters);
  const text = work.map(({ name, waiting, delayed, inFlight }) => `${name} ${waiting + delayed + inFlight}`).join(', ');
  const many = work.filter(({ waiting }) => waiting >= MANY_WAITING);
  if (many.length === 0) return fine(text);
  const stuck = many.filter(({ waiting, later }) => later !== null && later >= waiting);
  if (stuck.length === 0) return fine(`${text}, and falling`);
  return wrong(
    `${text}; not falling: ${stuck.map(({ name }) => name).join(', ')}`,
    `see whether writing is paused (${line('status')}), then the errors and throttles of the function in CloudWatch; raise maximumConcurrency or surveyConcurrency`,
  );
}

function lettersFinding(letters: readonly SeenLetters[], { line }: Words): Finding {
  const all = letters.reduce((sum, { count }) => sum + count, 0);
  if (all === 0) return fine('none');
  return wrong(
    `${all.toLocaleString('en')} messages were given up`,
    `${line('redrive')} lists them; mend the causes, then ${line('redrive --all --yes')}`,
    letters.map(
      ({ queue, code, text, count }) => `${count} in ${queue}, ${visibleDetail(code)}: ${visibleDetail(text)}`,
    ),
  );
}

function pausedFinding(paused: PauseSwitch | null, { line }: Words): Finding {
  if (paused === null) {
    return wrong('it cannot be read whether writing is paused, which counts as paused', line('status'));
  }
  const { all, units, accounts } = paused;
  const entries = [
    ...(all === null ? [] : [['everything', '', all] as const]),
    ...Object.entries(units).map(([id, pause]) => [`accounts below ${id}`, ` --ou ${id}`, pause] as const),
    ...Object.entries(accounts).map(([id, pause]) => [`account ${id}`, ` --account ${id}`, pause] as const),
  ];
  if (entries.length === 0) return fine('not paused');
  return wrong(
    'paused',
    entries.map(([, flags]) => line(`resume${flags}`)).join(', '),
    entries.map(([what, , { since, by, why }]) =>
      visibleDetail(`${what}, since ${since}, by ${by}${why === '' ? '' : `: ${why}`}`),
    ),
  );
}

/** The same limit as that of the alarm: two sweeps and half a day. */
function sweepFinding({ lastSweep, underWay }: SeenHub, { settings, stacks, now }: Facts, { line }: Words): Finding {
  const limit = 2 * settings.sweepHours + 12;
  if (lastSweep !== null) {
    const hours = Math.floor(lastSweep.ageSeconds / 3600);
    const text = `the last sweep of everything ended ${hours === 0 ? 'less than an hour' : `${hours} hours`} ago`;
    return hours <= limit
      ? fine(text)
      : wrong(`${text}, and every ${settings.sweepHours} hours there should be one`, line('sweep --watch'));
  }
  if (underWay.length > 0) return unknown('no sweep of everything has ended yet; one is under way', line('status'));
  const hub = stacks[0]?.look;
  const age = hub?.kind === 'seen' && hub.value !== null ? (now - hub.value.createdAt) / HOUR_MS : 0;
  return age <= limit
    ? unknown(
        `no sweep of everything has ended yet; one begins by itself within ${settings.sweepHours} hours`,
        line('sweep --watch'),
      )
    : wrong('no sweep of everything has ever ended', line('sweep --watch'));
}

function more(count: number, lines: readonly string[]): readonly string[] {
  return count > lines.length ? [...lines, `and ${(count - lines.length).toLocaleString('en')} more`] : lines;
}
