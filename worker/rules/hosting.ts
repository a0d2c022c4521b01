/**
 * Networks that rent out machines, by their number (ASN), as their owners have registered them. People rarely sit in
 * them, but some do (a company's VPN), so this is a sign and never a verdict. The list need not be complete: what is not
 * in it is taken for a network of people. Left out on purpose are networks through which phones send what people do
 * (Cloudflare, Akamai and Fastly carry relays of this kind).
 */
const HOSTING: ReadonlySet<number> = new Set([
  ...[37963, 45102, 134963], // Alibaba Cloud
  ...[45090, 132203, 132591, 133478], // Tencent Cloud
  ...[55990, 136907], // Huawei Cloud
  ...[38365, 55967], // Baidu
  58519, // China Telecom Cloud
  59019, // Kingsoft Cloud
  ...[59077, 135377], // UCloud
  137718, // Volcano Engine
  ...[8987, 14618, 16509], // Amazon
  ...[8068, 8075], // Microsoft
  ...[15169, 396982], // Google
  ...[31898, 36351], // Oracle, IBM
  ...[14061, 20473, 63949], // DigitalOcean, Vultr, Linode
  ...[12876, 16276, 24940, 213230, 51167, 197540], // Scaleway, OVH, Hetzner, Contabo, netcup
  ...[28753, 60781, 9009, 60068, 212238, 40676], // Leaseweb, M247, DataCamp, Psychz
])

/** Whether an address of this network is one of a machine; null where the number is not known. */
export const isHosting = (asn: number | null): boolean | null => (asn === null ? null : HOSTING.has(asn))
