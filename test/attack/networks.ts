import { type Chance, signs } from './chance.ts'
import { dayIn, REGIONS, type Shape } from './shape.ts'

/** A network of addresses, a /24. */
export interface Network {
  readonly id: number
  readonly asn: number
  readonly hosting: boolean
  readonly region: string
  readonly country: string
  /** Addresses in use. */
  readonly hosts: number
}

/** An address at which somebody is. */
export interface Place {
  readonly network: Network
  readonly host: number
}

const CARRIERS = [9808, 4837, 4134] as const
/** The networks of machines: clouds that rent by the hour. */
const CLOUDS = [37963, 45090, 55990, 16509] as const
const CAMPUS = 4538

/** The networks of one world. Ids are handed out in order, so a world's tags depend on its seed alone. */
export class Internet {
  readonly #shape: Shape
  readonly #mobile = new Map<string, readonly Network[]>()
  readonly #homes: Network[] = []
  #last = 0

  constructor(shape: Shape, chance: Chance) {
    this.#shape = shape
    // Behind a carrier's NAT sit some hundreds of phones per address; a city shares a few dozen networks.
    const perCarrier = chance.whole(2, 6)
    const hosts = chance.whole(12, 64)
    for (const region of REGIONS)
      this.#mobile.set(
        region,
        CARRIERS.flatMap((_, i) =>
          Array.from({ length: region === shape.region ? perCarrier : 4 }, () =>
            this.open(this.carrier(i, region), region, hosts),
          ),
        ),
      )
    for (let i = 0; i < 260; i++) this.#homes.push(this.open(this.carrier(chance.whole(0, 2), shape.region), shape.region, 220))
  }

  open(asn: number, region: string, hosts: number, { hosting = false, country = 'CN' } = {}): Network {
    return { id: ++this.#last, asn, hosting, region, country, hosts }
  }

  /** Carriers have an AS of their own in every province. */
  carrier(index: number, region: string): number {
    return (CARRIERS[index % 3] as number) * 100 + REGIONS.indexOf(region as 'Henan')
  }

  /** A phone on the air, behind the carrier's NAT. */
  mobile(chance: Chance, region: string = this.#shape.region): Place {
    return somewhere(chance, chance.pick(this.#mobile.get(region) as readonly Network[]))
  }

  /** A household with a line of its own. */
  home(chance: Chance): Place {
    return somewhere(chance, chance.pick(this.#homes))
  }

  /** Where an ordinary voter of this place is: three of four behind a carrier's NAT, a few elsewhere in the country. */
  anywhere(chance: Chance): Place {
    const sort = chance.next()
    if (sort < 0.69) return this.mobile(chance)
    if (sort < 0.91) return this.home(chance)
    if (sort < 0.995) return this.mobile(chance, chance.pick(REGIONS))
    return somewhere(chance, this.cloud(chance, 8))
  }

  office(chance: Chance, hosts: number): Network {
    return this.open(this.carrier(chance.whole(1, 2), this.#shape.region), this.#shape.region, hosts)
  }

  campus(hosts: number): Network {
    return this.open(CAMPUS, this.#shape.region, hosts)
  }

  cloud(chance: Chance, hosts: number): Network {
    return this.open(chance.pick(CLOUDS), chance.pick(['Zhejiang', 'Beijing', 'Guangdong', 'Shanghai']), hosts, { hosting: true })
  }

  /** The exit of somebody's infected or rented line: nearly every one is another network. */
  exit(chance: Chance, region: string): Place {
    return somewhere(chance, this.open(this.carrier(chance.whole(0, 2), region), region, 250))
  }

  /** What the site notes of an address. Tags are keyed by the day: the same address is another one tomorrow. */
  noted({ network, host }: Place, at: number) {
    const { knows, seed } = this.#shape
    const day = dayIn(at)
    return {
      host: signs(seed, day, network.id, host),
      net: signs(seed, day, network.id),
      asn: knows.asn ? network.asn : null,
      hosting: knows.asn ? network.hosting : null,
      country: knows.region ? network.country : null,
      region: knows.region ? network.region : null,
    }
  }
}

export const somewhere = (chance: Chance, network: Network): Place => ({ network, host: chance.whole(1, network.hosts) })
