/**
 * Networks that rent out machines, by their number (ASN), as their owners have registered them. People rarely sit in
 * them, but some do (a company's VPN), so this is a sign and never a verdict. The list need not be complete; what is not
 * in it is taken for a network of people.
 */
const HOSTING: ReadonlySet<number> = new Set([
  // Alibaba Cloud
  37963, 45102, 45104, 59028, 134963,
  // Tencent Cloud
  45090, 132203, 132591, 133478,
  // Huawei Cloud
  55990, 136907, 61348, 131444,
  // Baidu, JD, Kingsoft, UCloud, QingCloud, Volcano Engine, Qiniu, Wangsu, 21Vianet's cloud
  38365, 55967, 58519, 137969, 59019, 135377, 59077, 137718, 138294, 140290,
  // Amazon, Microsoft, Google, Oracle, IBM, Cloudflare, Akamai and Linode, Fastly
  14618, 16509, 8987, 8075, 8068, 15169, 396982, 31898, 36351, 13335, 63949, 20940, 54113,
  // DigitalOcean, Vultr, OVH, Hetzner, Leaseweb, Scaleway, Contabo, Netcup, M247, Choopa, HostHatch, DataCamp, Psychz, Cogent's hosting
  14061, 20473, 16276, 24940, 213230, 60781, 28753, 12876, 51167, 197540, 9009, 63018, 212238, 60068, 40676,
])

/** Whether an address of this network is one of a machine; null where the number is not known. */
export const isHosting = (asn: number | null): boolean | null => (asn === null ? null : HOSTING.has(asn))
