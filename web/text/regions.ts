/** Provinces as the network writes them, in the order of the administrative divisions (GB/T 2260). */
const PROVINCE: Readonly<Record<string, string>> = {
  Beijing: '北京',
  Tianjin: '天津',
  Hebei: '河北',
  Shanxi: '山西',
  'Inner Mongolia': '内蒙古',
  Liaoning: '辽宁',
  Jilin: '吉林',
  Heilongjiang: '黑龙江',
  Shanghai: '上海',
  Jiangsu: '江苏',
  Zhejiang: '浙江',
  Anhui: '安徽',
  Fujian: '福建',
  Jiangxi: '江西',
  Shandong: '山东',
  Henan: '河南',
  Hubei: '湖北',
  Hunan: '湖南',
  Guangdong: '广东',
  Guangxi: '广西',
  Hainan: '海南',
  Chongqing: '重庆',
  Sichuan: '四川',
  Guizhou: '贵州',
  Yunnan: '云南',
  Tibet: '西藏',
  Shaanxi: '陕西',
  Gansu: '甘肃',
  Qinghai: '青海',
  Ningxia: '宁夏',
  Xinjiang: '新疆',
  TW: '台湾',
  HK: '香港',
  MO: '澳门',
  abroad: '境外',
  '': '不明',
}
const ORDER = Object.keys(PROVINCE)

/** 'Ningxia Hui Autonomous Region' is 宁夏 as well; what is unknown stays as it is written. */
const keyOf = (region: string): string => ORDER.find(name => name !== '' && region.startsWith(name)) ?? region

export const regionName = (region: string): string => PROVINCE[keyOf(region)] ?? region

/** In the fixed order of the divisions, so that no region leads another; unknown names before 境外. */
export function inRegionOrder(regions: readonly string[]): readonly string[] {
  const place = (region: string): number => {
    const at = ORDER.indexOf(keyOf(region))
    return at < 0 ? ORDER.indexOf('abroad') - 0.5 : at
  }
  return [...regions].sort((a, b) => place(a) - place(b))
}
