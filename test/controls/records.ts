import { type Control, inFile, swap } from './control.ts'

const auditChain = inFile('rules', 'test/rules/audit-chain.test.ts')
const auditChainOfWorker = inFile('worker', 'test/worker/audit-chain.test.ts')
const cases = inFile('worker', 'test/worker/cases.test.ts')
const objections = inFile('worker', 'test/worker/objections.test.ts')
const staff = inFile('worker', 'test/worker/staff.test.ts')

/** Every step of staff leaves a line, in the batch of its fact, in one chain. */
export const RECORDS: readonly Control[] = [
  {
    threat: 'issue 5',
    name: 'same-batch',
    says: 'fact and line are written one after the other',
    edits: [
      swap(
        'db/audit.ts',
        'if (!head.old) return await send(linked(db, statements, head))',
        'if (!head.old) {\n          const done: unknown[] = []\n          for (const one of linked(db, statements, head)) done.push(...(await send([one])))\n          return done\n        }',
      ),
    ],
    seenBy: [auditChainOfWorker('a batch that fails leaves neither fact nor line nor gap')],
  },
  {
    threat: 'issue 5',
    name: 'no-fact-no-line',
    says: 'a fact that changed nothing leaves a line all the same',
    edits: [swap('db/audit.ts', 'when: sql`changes() > 0`', 'when: sql`changes() >= 0`')],
    seenBy: [auditChainOfWorker('a fact that changed nothing leaves no line, and the next line follows the last that there is')],
  },
  {
    threat: 'issue 5',
    name: 'guard',
    says: 'a line that leads its batch guards nothing',
    edits: [
      swap(
        'db/audit.ts',
        "case when ${sound} then ${text} else 'the fact does not hold' end",
        'case when ${sound} then ${text} else ${text} end',
      ),
    ],
    seenBy: [auditChainOfWorker('a guard that does not hold refuses its batch at once, and one that holds lets it through')],
  },
  {
    threat: 'issue 5',
    name: 'line-of-a-decision',
    says: 'a case is decided without a line',
    edits: [
      swap(
        'worker/actions/decide-case.ts',
        '[confirmVerdict(deps.db, acting), auditLine(deps.db, staff, { at: acting.at, event })]',
        '[confirmVerdict(deps.db, acting)]',
      ),
      swap(
        'worker/actions/decide-case.ts',
        "const event = { kind: 'case-decided', campaign,",
        "void { kind: 'case-decided', campaign,",
      ),
    ],
    seenBy: [
      cases('held ballots become a case, two people of two roles void it, every box carries it out, and each step is a line'),
    ],
  },
  {
    threat: 'issue 5',
    name: 'line-of-a-reveal',
    says: 'what is private is opened without a line',
    edits: [
      swap(
        'worker/actions/reveal-objection.ts',
        '  await auditAlone(deps.db, staff, { at: deps.now(), event })\n',
        '  void [auditAlone, staff, event]\n',
      ),
    ],
    seenBy: [objections('content opens only for who may, with a reason, for one request, and each look leaves its line')],
  },
  {
    threat: 'issue 5',
    name: 'line-of-a-look',
    says: 'organizers look at running figures without a line',
    edits: [
      swap(
        'worker/routes/console-tally.tsx',
        "    await auditAlone(deps.db, staff, { at: deps.now(), event: { kind: 'running-tally-read', campaign: campaign.id } })",
        '    void [auditAlone, staff, campaign]',
      ),
    ],
    seenBy: [
      staff('while the poll is open an organizer sees running figures, leaves a line in the log, and a reviewer sees none'),
    ],
  },
  {
    threat: 'ASVS 16.4',
    name: 'chain',
    says: 'a line does not name the one before it',
    edits: [
      swap(
        'worker/rules/audit-chain.ts',
        'canonicalJson({ seq, at, actor, role, kind, detail, previous })',
        'canonicalJson({ seq, at, actor, role, kind, detail, ...(previous ? {} : { previous }) })',
      ),
    ],
    seenBy: [
      auditChain(
        'the hash of a line is SHA-256 over a zero byte and the line as JSON with sorted keys, the hash before it included',
      ),
      auditChain('a line changed together with its own hash is betrayed by the line after it'),
    ],
  },
  {
    threat: 'ASVS 16.4',
    name: 'chain-gaps',
    says: 'lines that were taken out are not missed',
    edits: [swap('worker/rules/audit-chain.ts', 'if (seq !== head.seq + 1) return', 'if (seq <= head.seq) return')],
    seenBy: [
      auditChain(
        'lines taken out are counted where they are missing, at the end too; one put in, and one never linked, are named',
      ),
    ],
  },
  {
    threat: 'ASVS 16.4',
    name: 'lines-linked',
    says: 'the table takes a line that is not linked',
    edits: [
      swap(
        'db/migrations/0020_audit_chain.sql',
        "before insert on audit_events when new.hash = ''",
        "before insert on audit_events when new.hash = 'none'",
      ),
    ],
    seenBy: [auditChainOfWorker('no line gets into the log but linked, none is changed and none is deleted')],
  },
  {
    threat: 'ASVS 16.4',
    name: 'lines-fixed',
    says: 'the table lets a line be changed',
    edits: [
      swap(
        'db/migrations/0020_audit_chain.sql',
        "before update on audit_events when old.hash <> ''",
        "before update on audit_events when old.hash = 'none'",
      ),
    ],
    seenBy: [auditChainOfWorker('no line gets into the log but linked, none is changed and none is deleted')],
  },
  {
    threat: 'ASVS 16.4',
    name: 'lines-stay',
    says: 'the table lets a line be deleted',
    edits: [
      swap(
        'db/migrations/0020_audit_chain.sql',
        'before delete on audit_events begin',
        "before delete on audit_events when old.hash = 'none' begin",
      ),
    ],
    seenBy: [auditChainOfWorker('no line gets into the log but linked, none is changed and none is deleted')],
  },
]
