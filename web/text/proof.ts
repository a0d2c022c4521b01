// The page that explains the records of a vote to people who have never heard of such a thing.

export const PROOF = '投票记录公开'

export const PROOF_INTRO = '每张选票一收到，就写进一本只能往后添、不能往回改的电子记录册。任何人都可以拿到这本记录册，自己核对。'

/** What the record book is, without a word of the trade. */
export const HOW = [
  '每张选票占一条记录，按先后编号。记录里没有姓名、手机号，也看不出选了谁：选择被封在里面，像装进信封再写上封条号。',
  '把全部记录放在一起，可以算出一串“总指纹”。改动任何一条记录，哪怕一个字，总指纹都会变成另一串。',
  '投票期间，网站不断给当时的总指纹签名并公开。谁保存过一次，就能在以后发现前面的记录被改过。',
] as const

export const PROVES = [
  '已经给过回执的选票，不会悄悄消失：少了它，总指纹就对不上您手里的回执。',
  '已经写下的选票，谁也不能改了而不被发现，主办单位和网站的管理人员也不能。前提是有人留着当时的总指纹：您的收录证明、见证方的签名、您自己抄下的，都算。',
  '哪些选票暂缓、作废、恢复计票，由哪两种职责的人决定，都写在记录里，公开可查。',
  '收到多少、计入多少、暂缓多少、作废多少，每个候选对象得多少票，任何人都能从头加一遍。',
  '回执里没有您选了谁。把回执给别人看，证明不了您投给谁。',
] as const

export const NOT_PROVES = [
  '不能证明一个人只投了一次。一个人可能有几部手机、几个微信号；本次活动怎样认定“一张票”，见活动规则。',
  '不能证明每张票背后都真有其人。记录册能发现改票、删票，防不了有人假冒投票；可疑的选票另由检查程序和两名工作人员处理。',
  '不能证明网站没有自己添票。添进去的票会留在记录里，也算进收到的总数，但只看记录册，分不出投票人是真是假。',
  '不能查出每一张花钱买来的票。',
  '对网站的管理人员不保密：为了计票，系统里存有每张选票选了谁，只是不公开。',
  '防不了有人站在旁边看着您投票，或要您录屏。遇到强迫，请向主办单位反映。',
] as const

export const CHECK_RECEIPT = [
  '打开“我的投票”，下载“收录证明”文件。刚投完票时，约一分钟后才有。',
  '打开“核验投票记录”页面，选择这个文件，点“核对回执”。',
  '显示“签名有效”，就说明您的选票已在记录册里。请留着这个文件，投票结束后还可以和核验包对一次。',
] as const

export const CHECK_ALL = [
  '投票结束、票数核定以后，下载核验包。',
  '打开“核验投票记录”页面，选择核验包。共有十四步，每一步都会写明通过还是未通过。',
  '把页面上的总指纹抄下来或拍照留着，也可以和别人手里的对一对：同一份核验包，应当是同一串。',
] as const

export const WITNESS_NOTE =
  '审计员等第三方可以做“见证方”：每隔一段时间核对记录册没有改过，并签上自己的名字。见证方越多，网站就越难给不同的人看不同的记录册而不被发现。'

export const TOOLS_NOTE =
  '核验程序有两套，用两种计算机语言分别写成，互不照抄；源代码公开。会用命令行的，可以在自己的电脑上运行 npm run verify。'

/** Where a campaign has likes. */
export const LIKES_NOTE =
  '点赞另有一本记录册，与投票分开，写明每个赞点给谁，没有任何能认出人的标记；点赞结束后，可在“点赞情况”页面下载点赞核验包，用同样的办法核对。'

export const NO_LOGS = '投票还没有开放。开放以后，这里列出记录册、签名公钥和核验包。'
export const NO_BUNDLE = '核验包在投票结束、票数核定以后公布。'

/** 'S 册，N 条'. */
export const bookText = (shard: number, many: boolean): string => (many ? `第 ${shard + 1} 册` : '记录册')

/** A key that came later: `since` is the size of the smallest head it signs. */
export const laterKeyText = (since: number): string => `第 ${since - 1} 号记录以后的签名公钥`
