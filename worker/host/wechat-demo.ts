import { loadWechatCampaign } from '../../db/demo/wechat.ts'
import { Plainly, type SiteSettings } from './settings.ts'
import { WechatStub } from './wechat-stub.ts'

/** The "WeChat" of `npm start -- --wechat`, at the port after the site's; only a demo may have one. */
export async function startDemoWechat(demo: boolean, { host, port }: { host: string; port: number }): Promise<WechatStub> {
  if (!demo) throw new Plainly('--wechat 用的是演示“微信”，只能用于演示站点，不能与空站点一起用。')
  const at = port === 0 ? 0 : port + 1
  try {
    return await new WechatStub().listen({ host, port: at })
  } catch (error) {
    if ((error as { code?: string }).code !== 'EADDRINUSE') throw error
    throw new Plainly(`演示“微信”要用端口 ${at}，而它已被占用。请用 --port 换一个端口。`)
  }
}

/** Loads the campaign that is voted on by WeChat accounts, and says how to take part in it. */
export async function introduceWechat(settings: SiteSettings, { local, stub }: { local: string; stub: WechatStub }) {
  const slug = await loadWechatCampaign({ ...settings, say: line => console.log(`· ${line}`) })
  console.log(`
演示“微信”已经启动（端口 ${stub.port}，帐号都是虚构的，只在本机演示时存在）：

  1. 打开     ${local}/c/${slug}/ballot
  2. 电脑上   点页面下方“已经在微信里？从这里进入”，选一个演示微信号
     手机上   用微信扫本页二维码，或在微信里打开同网地址；微信里会直接去选演示微信号
  3. 选“快照页访客”可以看到微信快照页是怎样被拒绝的；同一个号再投，会看到已投的回执`)
}
