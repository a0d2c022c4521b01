import { Layout, type Site } from '../parts/layout.tsx'
import { byPeriod, RETAINED } from '../text/retention.ts'

/** What is kept of whom, why, for how long, and what is not kept at all. */
export function PrivacyPage({ site }: { readonly site: Site }) {
  return (
    <Layout site={site} title="隐私与数据说明" description="本站记录什么、不记录什么、保存多久">
      <div class="head">
        <h1>隐私与数据说明</h1>
        <p class="soft">写给每一位读公告、投票和点赞的人。</p>
      </div>
      <section class="card">
        <h2>浏览公告</h2>
        <p>阅读不需要登录，不需要关注公众号，也不设置跟踪。浏览次数按页面打开计，同一设备 30 分钟内重复打开同一公告只计一次。</p>
      </section>
      <section class="card">
        <h2>投票</h2>
        <div class="fold">
          <p>
            为了不重复计票，打开选票时会在您的设备上保存一个随机编号（Cookie），它不含您的任何个人信息。按微信号、投票码或名册投票的活动，本站不保存微信号、投票码和名册编号的原文，只保存不可还原的密文标记。选票也以密文编号登记，公示期满后销毁密钥，此后任何人都无法再建立对应关系。
          </p>
          <p>回执只证明选票已被记录，不显示您选了谁。</p>
        </div>
      </section>
      <section class="card">
        <h2>投票时会留意什么</h2>
        <div class="fold">
          <p>
            为了发现成批的异常选票，收到选票时会同时记下：打开选票的次数和用时、从微信还是其他地方进入、安全验证用了多久、凭据已存在多久、浏览器和手机的种类，以及只在当天有效的网络标记。部分站点还能知道网络运营商和所在省份，页面底部的主办单位可以说明。不记录网络地址原文、精确位置、通讯录，也不读取手机里的其他内容。
          </p>
          <p>
            这些情况不公开，只用于检查选票；工作人员复核时只看汇总和去掉身份的抽样，看不到选票投给了谁。可以提出异议的日期过后满
            30 天删除，只留下汇总数字。
          </p>
          <p>
            检查规则只能把选票暂缓，计入还是作废由两名工作人员先后决定。投票结束后，凭回执编号可以看到自己的选票是计入、暂缓还是作废，并提出申诉；申诉内容加密保存，办结满
            180 天后删除。
          </p>
        </div>
      </section>
      <section class="card">
        <h2>对公示提出异议</h2>
        <p>
          异议内容、姓名、联系方式和附件加密保存，只有受理人员写明事由后才能查看，每次查看都有记录。公示页只显示收到和办结的件数。公示结束、异议办结满
          180 天后内容删除，只留件数和日期。匿名提交的，本站不知道您是谁，请保管好查询码。
        </p>
      </section>
      <section class="card">
        <h2>点赞</h2>
        <p>
          点赞与投票分开记录。设备以不可还原的密文编号登记，只用来保证同一天对同一对象只计一次；点赞结束 30
          天后删除“哪台设备给谁点过赞”，只留下总数。
        </p>
      </section>
      <section class="card">
        <h2>评语</h2>
        <p>
          评语和署名经工作人员审看后公开，请不要写个人信息。设备以密文编号登记，用来限制条数、让您看到自己评语的处理情况和防止重复举报，30
          天后抹去。
        </p>
      </section>
      <section class="card">
        <h2>网络地址</h2>
        <p>本站不保存网络地址（IP）。为防止刷票，只使用当天有效的加密标记来限制同一网络的请求频率，密钥每天更换，7 天后销毁。</p>
      </section>
      <section class="card">
        <h2>安全验证</h2>
        <p>
          默认由您的设备做一道很短的计算题来区分真人与程序，不采集任何个人信息；不能运行脚本的设备改答一道算术题。主办单位如启用第三方验证，会在投票页说明。
        </p>
      </section>
      <section class="card">
        <h2>候选对象的信息</h2>
        <p>
          公开的只有姓名、单位、职务、照片和事迹摘要。身份证号、电话等材料不在公开页面和公开数据中，单独加密保存，按规定期限删除。
        </p>
      </section>
      <section class="card">
        <h2>什么时候删除</h2>
        <div class="fold">
          <p>到期由系统自动删除，每次删除都留下记录：删了什么、多少、依据哪一条，不记是谁的。</p>
          {byPeriod().map(({ period, rules }) => (
            <p key={period}>
              <b>{period}</b>：{rules.map(rule => RETAINED[rule].what).join('、')}。
            </p>
          ))}
        </div>
      </section>
      <section class="card">
        <h2>您的权利</h2>
        <p>您可以向主办单位查询、更正或要求删除与您有关的信息；联系方式在每个活动页面底部。</p>
      </section>
    </Layout>
  )
}
