import { type Control, inFile, swap } from './control.ts'

const masking = inFile('rules', 'test/rules/masking.test.ts')
const sealing = inFile('rules', 'test/sealing.test.ts')
const canary = inFile('worker', 'test/worker/canary.test.ts')
const gate = inFile('worker', 'test/worker/gate.test.ts')
const objections = inFile('worker', 'test/worker/objections.test.ts')
const retention = inFile('worker', 'test/worker/retention.test.ts')

/** What is private is sealed, opened with a reason, and gone on its day. */
export const SECRETS: readonly Control[] = [
  {
    threat: 'T24',
    name: 'sealed',
    says: 'what an objector writes stands in the database as it is',
    edits: [
      swap(
        'worker/sealing.ts',
        'await crypto.subtle.encrypt(algorithm(iv, label), key, content as Uint8Array<ArrayBuffer>)',
        '(content as Uint8Array<ArrayBuffer>).slice().buffer',
      ),
      swap('worker/sealing.ts', 'new Uint8Array(await crypto.subtle.decrypt(algorithm(iv, label), key, cipher))', 'cipher'),
    ],
    seenBy: [canary('T24: no row of any table and no stored object holds a word of it, nor the tracking code')],
  },
  {
    threat: 'T24',
    name: 'sealed-place',
    says: 'a sealed row opens at another place as well',
    edits: [
      swap(
        'worker/sealing.ts',
        'additionalData: encoder.encode(label) })',
        'additionalData: encoder.encode(label && label.slice(0, 0)) })',
      ),
    ],
    seenBy: [
      sealing(
        'T24: what was sealed opens at its own place, in its own campaign, on its own site and unaltered, and in no other way',
      ),
    ],
  },
  {
    threat: 'ASVS 11.3',
    name: 'secret-owner',
    says: 'a secret that was sealed for one of the staff opens for another',
    edits: [
      swap(
        'worker/sealed.ts',
        "const algorithm = { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(owner) }\n  const sealed",
        "const algorithm = { name: 'AES-GCM', iv }\n  void owner\n  const sealed",
      ),
      swap(
        'worker/sealed.ts',
        'iv: bytes.subarray(0, IV), additionalData: new TextEncoder().encode(owner) }',
        'iv: bytes.subarray(0, IV), ...(owner ? {} : { owner }) }',
      ),
    ],
    seenBy: [sealing('a sealed secret opens for its owner and its purpose, and is nobody else’s')],
  },
  {
    threat: 'T24',
    name: 'reason',
    says: 'what is private is opened without a reason',
    edits: [swap('worker/actions/reveal-objection.ts', 'if (length < 4 || length > 100) return', 'if (length > 100) return')],
    seenBy: [objections('content opens only for who may, with a reason, for one request, and each look leaves its line')],
  },
  {
    threat: 'T24',
    name: 'address-tag',
    says: 'an address is kept as it is',
    edits: [
      swap(
        'worker/objects/gate.ts',
        "return createHmac('sha256', this.#key(day)).update(text).digest('hex').slice(0, 16)",
        "return this.#key(day) && createHmac ? text : ''",
      ),
    ],
    seenBy: [
      gate(
        'T24: an address, and what a browser says of itself and its way, stand in no row, no log line, no answer and no export',
      ),
    ],
  },
  {
    threat: 'T24',
    name: 'personal-data',
    says: 'an ID number in a notice is not found',
    edits: [swap('worker/rules/masking.ts', 'if (!match) continue', 'if (!match || match.kind) continue')],
    seenBy: [masking('each kind is found, and hidden as people are used to')],
  },
  {
    threat: 'ASVS 14.2',
    name: 'network-key',
    says: 'the key of a network tag is never erased',
    edits: [
      swap(
        'worker/objects/gate.ts',
        "    this.#sql.exec('update day_key set key = zeroblob(32) where day < ?', last)\n    this.#sql.exec('delete from day_key where day < ?', last)\n",
        '    void last\n',
      ),
    ],
    seenBy: [gate('a key is erased after a week by the alarm, though nobody knocks, and what it made cannot be made again')],
  },
  {
    threat: 'ASVS 14.2',
    name: 'signals',
    says: 'what was noticed of a ballot is never forgotten',
    edits: [
      swap(
        'worker/objects/ballot-table.ts',
        "this.#sql.exec('update ballot set signals = null where seq > ? and seq <= ?', before, through)",
        'void through',
      ),
    ],
    seenBy: [
      retention(
        '14.2.7: on the day keys, codes and signals are gone from database and boxes, with a record and a line each, and nothing else',
      ),
    ],
  },
  {
    threat: 'ASVS 14.2',
    name: 'voter-key',
    says: 'the key by which voters are known is never destroyed',
    edits: [
      swap(
        'worker/objects/ballot-table.ts',
        'set campaign_key = zeroblob(length(campaign_key))',
        'set campaign_key = campaign_key',
      ),
    ],
    seenBy: [
      retention(
        '14.2.7: on the day keys, codes and signals are gone from database and boxes, with a record and a line each, and nothing else',
      ),
      retention('14.2.7: a box without its key takes no ballot, and still finds receipts and figures'),
    ],
  },
  {
    threat: 'ASVS 14.2',
    name: 'keyless',
    says: 'a box without its key takes ballots',
    edits: [swap('worker/objects/ballot-box.ts', 'if (!this.poll || this.keyless) return', 'if (!this.poll) return')],
    seenBy: [retention('14.2.7: a box without its key takes no ballot, and still finds receipts and figures')],
  },
  {
    threat: 'ASVS 14.2',
    name: 'own-time',
    says: 'a box gives its key away whenever it is asked',
    edits: [
      swap(
        'worker/objects/ballot-box.ts',
        'if (!this.poll || this.now() < after(this.poll.spec.window.until, SIGNALS_KEPT)) return false',
        'if (!this.poll) return false',
      ),
    ],
    seenBy: [retention('14.2.7: no box gives its key away before its own time, whoever asks')],
  },
  {
    threat: 'ASVS 14.2',
    name: 'codes',
    says: 'voting codes are kept for ever',
    edits: [swap('worker/delete-due.ts', '    deleteCodes(db, campaign),\n', '')],
    seenBy: [
      retention(
        '14.2.7: on the day keys, codes and signals are gone from database and boxes, with a record and a line each, and nothing else',
      ),
    ],
  },
  {
    threat: 'ASVS 14.2',
    name: 'on-record',
    says: 'a deletion leaves no line',
    edits: [
      swap(
        'worker/delete-due.ts',
        '[noteDeletion(db, deletion), lineOf(db, deletion)] as const',
        '[noteDeletion(db, deletion)] as const',
      ),
    ],
    seenBy: [
      retention(
        '14.2.7: on the day keys, codes and signals are gone from database and boxes, with a record and a line each, and nothing else',
      ),
    ],
  },
]
