import type { NomineeEntry } from '../../worker/import/document.ts'
import type { Chance } from './chance.ts'
import { initialsOf } from './people.ts'

/** A grass-roots Party organization of the demo, told from what kind of place it is. */
interface Kind {
  readonly suffix: string
  readonly brief: string
  readonly deeds: readonly string[]
}

const KINDS: readonly Kind[] = [
  {
    suffix: '村党支部',
    brief: '党员{members}名。支部领办合作社，{years}年间村集体收入增长{few}倍，建成全市乡村振兴示范村。',
    deeds: [
      '支部把党小组建在产业链上，党员带头流转土地、试种新品种，风险支部担、好处群众得。',
      '村务、财务每月公开，重大事项由党员和群众代表商量着办，连续{years}年没有越级信访。',
    ],
  },
  {
    suffix: '社区党委',
    brief: '党员{members}名。推行“楼院议事、网格办事”，居民诉求办结率保持在高位，老旧小区换了新颜。',
    deeds: [
      '社区党委把{some}名在职党员编进网格，一人联系一栋楼，小事不出楼、大事不出社区。',
      '引入驻区单位共建食堂、书屋和托管班，解决了老人吃饭、孩子放学后没人管的难题。',
    ],
  },
  {
    suffix: '学校党总支',
    brief: '党员{members}名。党员教师承诺“零补课费”，结对帮扶学困生{some}名，师德考核连续{years}年优秀。',
    deeds: [
      '党总支把党员示范课、教学研究和家访结合起来，每位党员教师联系一个薄弱班级。',
      '坚持开展红色研学，带学生走进村庄和工厂，在劳动中受教育。',
    ],
  },
  {
    suffix: '医院党委',
    brief: '党员{members}名。组建党员医疗队常年下乡，义诊群众{many}余人次，群众满意度持续提升。',
    deeds: [
      '院党委把支部建在科室上，急难险重任务党员先报名，夜班节假日党员先值守。',
      '公开诊疗流程和收费，推行先诊疗后付费，减轻群众看病负担。',
    ],
  },
  {
    suffix: '集团公司党委',
    brief: '党员{members}名。设党员责任区{some}个，攻克技术难题{few}项，企业效益与职工收入同步增长。',
    deeds: [
      '党委推行“党员项目责任制”，关键工序有党员、技术攻关党员领头。',
      '设立职工诉求直通车，食堂、通勤、子女入学等问题件件有回音。',
    ],
  },
  {
    suffix: '派出所党支部',
    brief: '党员{members}名。坚持矛盾纠纷就地化解，辖区警情连续{few}年下降，群众安全感明显提高。',
    deeds: [
      '支部推行“一警一格”，民警党员下沉网格，白天走访、晚上巡逻。',
      '联合司法所、村居干部开设调解室，{many}余起纠纷化解在门口。',
    ],
  },
]

const PLACES = [
  '杨柳',
  '石桥',
  '南坡',
  '青山',
  '河湾',
  '新华',
  '柳林',
  '东关',
  '北辰',
  '红星',
  '胜利',
  '建设',
  '向阳',
  '清泉',
  '龙泉',
  '古城',
  '金沙',
  '白鹤',
  '永安',
  '长乐',
]

/** An organization as a nominee. The post line says where it belongs. */
export function organizationEntry(
  chance: Chance,
  { number, category, district, place }: { number: number; category: string; district: string; place: number },
): NomineeEntry {
  const kind = KINDS[place % KINDS.length] as Kind
  const slots: Record<string, number> = {
    members: chance.whole(18, 236),
    years: chance.whole(4, 9),
    few: chance.whole(2, 6),
    some: chance.whole(14, 80),
    many: chance.whole(12, 60) * 10,
  }
  const fill = (text: string) => text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(slots[name]))
  const name = `${PLACES[place % PLACES.length]}${kind.suffix}`
  return {
    number,
    category,
    name,
    unit: district,
    post: district,
    brief: fill(kind.brief),
    deeds: kind.deeds.map(fill).join('\n'),
    honours: `${chance.whole(2018, 2024)}年7月，市委授予“先进基层党组织”称号`,
    initials: initialsOf(name),
    photo: null,
    outcome: null,
  }
}
