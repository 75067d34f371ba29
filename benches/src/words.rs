//! The words that titles, tags, names and articles are made of. They mean nothing; their lengths
//! and how often they come back do.

use crate::random::Random;

/// The categories, each post's first one of them.
pub const CATEGORIES: [&str; 12] =
    ["要闻", "城市", "财经", "科技", "文化", "环境", "教育", "健康", "体育", "旅行", "评论", "English"];

/// Things, two characters each.
const THINGS: &str = "\
河流 码头 桥梁 隧道 铁路 车站 公路 机场 港口 灯塔 渔船 货轮 仓库 市场 商店 书店 茶馆 面包 米粉 早餐 \
农田 果园 茶园 麦子 棉花 竹林 森林 草原 湿地 海岸 沙滩 岛屿 山谷 峡谷 高原 盆地 冰川 瀑布 泉水 湖泊 \
电网 电厂 风机 水库 堤坝 管道 光纤 卫星 雷达 芯片 电池 屏幕 算法 数据 网络 软件 密码 地图 相机 机床 \
学校 课堂 教材 考试 宿舍 操场 图书 论文 实验 标本 显微 望远 药品 疫苗 医院 诊所 护士 病房 针灸 体检 \
预算 税收 债券 股票 基金 保险 贷款 利率 汇率 物价 工资 养老 房租 住房 地产 土地 关税 订单 库存 品牌 \
法院 议会 选举 选票 条例 法案 合同 专利 版权 案件 证据 律师 警察 消防 邮局 档案 户籍 签证 护照 海关 \
剧场 电影 唱片 乐队 画展 雕塑 陶瓷 丝绸 刺绣 剪纸 书法 篆刻 诗歌 小说 戏曲 木偶 皮影 博物 古墓 碑文 \
球队 赛场 马拉 泳池 滑雪 棋局 自行 跑道 奖牌 教练 天气 台风 暴雨 干旱 寒潮 沙尘 雾霾 洪水 地震 海啸 \
候鸟 鲸鱼 蜜蜂 蝴蝶 熊猫 老虎 骆驼 珊瑚 海藻 蘑菇 种子 化石 陨石 月球 火星 彗星 星空 潮汐 季风 洋流 \
居民 工人 农民 学生 教师 医生 司机 船员 记者 作家 画家 乐手 工匠 商人 移民 游客 志愿 老人 儿童 青年";

/// Events, two characters each.
const EVENTS: &str = "\
开通 关闭 重建 修缮 扩建 搬迁 合并 拆分 上涨 下跌 回升 放缓 加快 推迟 取消 恢复 启用 停用 试行 公布 \
调查 审理 裁定 批准 否决 讨论 协商 签署 起草 修订 发现 证实 澄清 质疑 反对 支持 呼吁 警告 提醒 建议 \
增长 减少 短缺 过剩 出口 进口 投资 收购 破产 招聘 裁员 罢工 捐赠 救援 疏散 搜寻 返回 抵达 出发 展出 \
演出 开幕 闭幕 夺冠 落败 退役 归来 改写 翻译 出版 再版 收藏 拍卖 失传 复原 研究 观测 发射 着陆 迁徙";

/// Qualities, with the particle where one is needed.
const QUALITIES: &str = "\
新的 旧的 未完成的 漫长的 安静的 拥挤的 昂贵的 便宜的 失踪的 意外的 公开的 秘密的 共同的 临时的 长期的 \
透明的 脆弱的 古老的 年轻的 遥远的 附近的 缓慢的 迅速的 罕见的 常见的 复杂的 简单的 有限的 无声的 沉默的 \
被遗忘的 正在消失的 尚未公布的 不断变化的 没有答案的 值得等待的 看不见的 说不清的 重新开始的 最后的";

/// Places that are nowhere.
const PLACES: &str = "\
北岸 南岭 东港 西坡 旧城 新区 河口 上游 下游 湾头 石桥 柳林 松岗 白沙 青浦镇 云溪 月亮湾 红土坡 三岔口 九曲 \
临江 望海 平原 边镇 山前 山后 海角 沙洲 铜鼓 银杏里 桂花巷 梧桐路 长堤 短亭 渡口 关外 塞上 岛内 群岛 内陆";

/// Newspapers, for names of authors and hosts.
const PAPERS: &str = "晨报 晚报 周刊 观察 评论 电讯 在线 广播 年鉴 通讯 画报 文摘 月刊 快讯 札记";
const DESKS: &str =
    "编辑部 评论组 记者站 国际组 财经组 副刊 数据组 校对室 资料室 摄影部 夜班 客座专栏 综合 编译组 地方版";

const ENGLISH: &str = "\
harbour bridge tunnel railway station market orchard forest island valley glacier river lake coast tide \
battery satellite archive ledger library school hospital vaccine budget tax bond rent wage tariff ballot \
council court patent border visa theatre orchestra painting novel poem museum champion stadium storm drought \
whale comet moon soil seed winter summer night morning report question answer price supply demand future \
history language memory silence traffic water power paper letter garden kitchen window clock engine signal \
pattern margin method origin journey season village city country neighbour stranger worker teacher sailor";
const ENGLISH_VERBS: &str = "\
reopens closes returns waits rises falls changes begins ends survives explains measures rebuilds remembers \
leaves arrives fails recovers grows shrinks moves stays";
const ENGLISH_JOINTS: &str = "of and after before without against beyond inside behind under near for";

const HOST_PREFIXES: [&str; 8] = ["", "www.", "www.", "www.", "news.", "m.", "blog.", "cn."];
const HOST_SUFFIXES: [&str; 5] =
    [".example", ".news.example", ".example.org", ".example.com", ".example.net"];

/// The tables, split into words once.
pub(crate) struct Words {
    things: Vec<&'static str>,
    events: Vec<&'static str>,
    qualities: Vec<&'static str>,
    places: Vec<&'static str>,
    papers: Vec<&'static str>,
    desks: Vec<&'static str>,
    english: Vec<&'static str>,
    verbs: Vec<&'static str>,
    joints: Vec<&'static str>,
}

impl Words {
    pub(crate) fn new() -> Self {
        let split = |table: &'static str| table.split_whitespace().collect();
        Self {
            things: split(THINGS),
            events: split(EVENTS),
            qualities: split(QUALITIES),
            places: split(PLACES),
            papers: split(PAPERS),
            desks: split(DESKS),
            english: split(ENGLISH),
            verbs: split(ENGLISH_VERBS),
            joints: split(ENGLISH_JOINTS),
        }
    }

    /// A headline of some 6 to 50 characters, half of them over 20.
    pub(crate) fn title(&self, random: &mut Random) -> String {
        let mut title = String::new();
        if random.percent(12) {
            title += ["“", "专访：", "图集｜", "深度：", "今日观察：", "历史上的"][random.index(6)];
        }
        self.clause(&mut title, random);
        if title.contains('“') {
            title.push('”');
        }
        let clauses = [0, 1, 1, 1, 1, 1, 2, 2, 2, 3][random.index(10)];
        for _ in 0..clauses {
            title += ["，", "：", "，", " "][random.index(4)];
            self.clause(&mut title, random);
        }
        match random.below(20) {
            0 | 1 => title.push('？'),
            2 => title += "（上）",
            3 => title += "（图）",
            4 | 5 => {
                title.push(' ');
                title += random.pick(&self.english);
            }
            _ => {}
        }
        title
    }

    /// `The Quiet Harbour of Winter`, 3 to 11 words.
    pub(crate) fn english_title(&self, random: &mut Random) -> String {
        let mut words = Vec::new();
        self.english_clause(&mut words, random);
        if random.percent(45) {
            words.push(random.pick(&["and", "as", "while", "but"]));
            self.english_clause(&mut words, random);
        }
        let mut title = String::new();
        for word in words {
            if !title.is_empty() {
                title.push(' ');
            }
            let minor = !title.is_empty()
                && (self.joints.contains(&word) || ["the", "and", "as", "but"].contains(&word));
            title += &if minor { word.to_owned() } else { capitalised(word) };
        }
        title
    }

    /// A paragraph in Chinese of at least `bytes` bytes, with few more.
    pub(crate) fn paragraph(&self, bytes: usize, random: &mut Random) -> String {
        let mut text = String::with_capacity(bytes + 64);
        loop {
            self.clause(&mut text, random);
            let full = text.len() >= bytes;
            if full || random.percent(35) {
                text.push('。');
            } else {
                text.push('，');
            }
            if full {
                return text;
            }
        }
    }

    /// The same in English.
    pub(crate) fn english_paragraph(&self, bytes: usize, random: &mut Random) -> String {
        let mut text = String::with_capacity(bytes + 64);
        loop {
            let mut words = Vec::new();
            self.english_clause(&mut words, random);
            let sentence = words.join(" ");
            text += &capitalised(&sentence);
            text.push('.');
            if text.len() >= bytes {
                return text;
            }
            text.push(' ');
        }
    }

    /// Tag `k`; no two are equal. One in five is English.
    pub(crate) fn tag(&self, k: usize) -> String {
        if k % 5 == 4 {
            let (list, k) = (&self.english, k / 5);
            let word = list[k % list.len()];
            return match k / list.len() {
                0 => capitalised(word),
                more => {
                    format!("{} {}", capitalised(word), capitalised(list[(k + more * 7) % list.len()]))
                        + &serial(more, list.len())
                }
            };
        }
        let k = k - k / 5;
        // A step that shares no factor with the length goes through the whole list, so that
        // neighbours differ.
        let thing = self.things[k * 37 % self.things.len()];
        match k / self.things.len() {
            0 => thing.to_owned(),
            more if more <= self.places.len() => format!("{}{thing}", self.places[more - 1]),
            more => {
                let more = more - self.places.len() - 1;
                format!("{thing}{}", self.events[more % self.events.len()]) + &serial(more, self.events.len())
            }
        }
    }

    /// Author `k`, a desk of a paper; no two are equal.
    pub(crate) fn author(&self, k: usize) -> String {
        let place = self.places[k * 7 % self.places.len()];
        let rest = k / self.places.len();
        let paper = self.papers[(rest + k) % self.papers.len()];
        match rest / self.papers.len() {
            0 => format!("{place}{paper}"),
            more => {
                format!("{place}{paper}{}", self.desks[(more - 1) % self.desks.len()])
                    + &serial(more - 1, self.desks.len())
            }
        }
    }

    /// Host `k`; no two are equal, and none exists.
    pub(crate) fn host(&self, k: usize) -> String {
        let name = self.english[k * 11 % self.english.len()];
        let round = k / self.english.len();
        let second = self.verbs[(k + round) % self.verbs.len()];
        let suffix = HOST_SUFFIXES[(k + round) % HOST_SUFFIXES.len()];
        format!("{}{name}{second}{}{suffix}", HOST_PREFIXES[k % HOST_PREFIXES.len()], serial(round, 1))
    }

    fn clause(&self, text: &mut String, random: &mut Random) {
        let shape = random.below(8);
        if shape < 4 {
            *text += random.pick(&self.places);
        }
        if shape.is_multiple_of(2) {
            *text += random.pick(&self.qualities);
        }
        *text += random.pick(&self.things);
        match shape {
            0 | 1 | 4 => *text += random.pick(&self.events),
            2 | 5 => {
                *text += random.pick(&self.events);
                *text += random.pick(&self.things);
            }
            3 => {
                text.push('与');
                *text += random.pick(&self.things);
                *text += random.pick(&self.events);
            }
            _ => {
                *text += ["为何", "再度", "如何", "将", "已", "仍未", "开始", "继续"][random.index(8)];
                *text += random.pick(&self.events);
            }
        }
    }

    fn english_clause(&self, words: &mut Vec<&'static str>, random: &mut Random) {
        words.push(random.pick(&["the", "a", "one", "every", "no"]));
        words.push(random.pick(&self.english));
        if random.percent(60) {
            words.push(random.pick(&self.joints));
            words.push(random.pick(&self.english));
        }
        if random.percent(70) {
            words.push(random.pick(&self.verbs));
        }
    }
}

/// Returns an empty text for the first `count` numbers, then a number that tells the rounds apart.
fn serial(number: usize, count: usize) -> String {
    match number / count {
        0 => String::new(),
        round => round.to_string(),
    }
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_are_distinct() {
        let words = Words::new();
        let distinct =
            |count, name: &dyn Fn(usize) -> String| (0..count).map(name).collect::<HashSet<_>>().len();
        assert_eq!(distinct(40_000, &|k| words.tag(k)), 40_000);
        assert_eq!(distinct(5_000, &|k| words.author(k)), 5_000);
        assert_eq!(distinct(400, &|k| words.host(k)), 400);
    }

    #[test]
    fn no_word_stands_twice_in_a_table() {
        for table in [THINGS, EVENTS, QUALITIES, PLACES, PAPERS, DESKS, ENGLISH, ENGLISH_VERBS] {
            let words: Vec<_> = table.split_whitespace().collect();
            let mut seen = HashSet::new();
            let repeated: Vec<_> = words.iter().filter(|word| !seen.insert(**word)).collect();
            assert!(repeated.is_empty(), "{repeated:?}");
        }
    }

    #[test]
    fn titles_are_as_long_as_headlines_and_can_be_file_names() {
        let words = Words::new();
        let mut random = Random::new(3, 0);
        let mut lengths = Vec::new();
        for _ in 0..2_000 {
            for title in [words.title(&mut random), words.english_title(&mut random)] {
                assert!(!title.contains(['/', '\\', '"', '\n']) && title.len() < 200, "{title}");
            }
            lengths.push(words.title(&mut random).chars().count());
        }
        lengths.sort_unstable();
        assert!((17..=25).contains(&lengths[1_000]), "median {}", lengths[1_000]);
        assert!(lengths[100] < 12 && lengths[1_900] > 28, "{} to {}", lengths[100], lengths[1_900]);
        assert!(lengths.last().is_some_and(|&most| most <= 70));
    }
}
