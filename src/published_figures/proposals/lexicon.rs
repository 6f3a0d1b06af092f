//! The words of announcements, in three languages, folded as texts are compared.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::activities::counts::Qualifier;
use crate::activities::model::ActivityType;
use crate::published_figures::model::RecordMeasure;
use crate::text::{Lang, fold};

/// What a word or phrase says.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Word {
    Qualifier(Qualifier),
    /// Thousand, million.
    Scale(f64),
    /// Two to twelve.
    Number(f64),
    Unit(Unit),
    Month(u32),
    /// Counted from.
    Since,
    /// Up to and including.
    Until,
    /// Within.
    In,
    From,
    For,
    By,
    /// Whoever is named was served.
    Benefited,
    /// Whoever is named served.
    Provided,
    /// All countries and programmes: no filter.
    All,
    /// A regional group, by its code.
    Group(&'static str),
    /// Says nothing that counts.
    Filler,
}

/// What is counted, in the announcer's words and in the record's.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Unit {
    pub measure: &'static str,
    pub record: Option<RecordMeasure>,
    /// What narrows it: a parameter and its value.
    pub filter: Option<(&'static str, &'static str)>,
}

const fn unit(measure: &'static str, record: Option<RecordMeasure>) -> Word {
    Word::Unit(Unit {
        measure,
        record,
        filter: None,
    })
}

const fn narrowed(measure: &'static str, record: RecordMeasure, name: &'static str, value: &'static str) -> Word {
    Word::Unit(Unit {
        measure,
        record: Some(record),
        filter: Some((name, value)),
    })
}

const fn of_type(kind: ActivityType) -> Word {
    let (measure, value) = match kind {
        ActivityType::TrainingCourse => ("training_courses", "training_course"),
        ActivityType::Workshop => ("workshops", "workshop"),
        ActivityType::Webinar => ("webinars", "webinar"),
        ActivityType::Seminar => ("seminars", "seminar"),
        ActivityType::StudyVisit => ("study_visits", "study_visit"),
        ActivityType::ExpertMission => ("expert_missions", "expert_mission"),
        ActivityType::ExpertGroupMeeting => ("expert_group_meetings", "expert_group_meeting"),
        ActivityType::Conference => ("conferences", "conference"),
        ActivityType::BilateralMeeting => ("bilateral_meetings", "bilateral_meeting"),
        ActivityType::Other => ("activities", "other"),
    };
    narrowed(measure, RecordMeasure::Activities, "type", value)
}

const ACTIVITIES: Word = unit("activities", Some(RecordMeasure::Activities));
const PARTICIPANTS: Word = unit("participants", Some(RecordMeasure::Participations));
const COUNTRIES: Word = unit("countries", Some(RecordMeasure::Countries));
const AGENCIES: Word = unit("agencies", Some(RecordMeasure::Agencies));
const PROGRAMMES: Word = unit("programmes", None);
const PROJECTS: Word = unit("projects", None);
const WOMEN: Word = narrowed("women", RecordMeasure::Participations, "sex", "female");
const MEN: Word = narrowed("men", RecordMeasure::Participations, "sex", "male");
const MEETINGS: Word = narrowed("meetings", RecordMeasure::Activities, "meetings", "only");

/// Phrases of one meaning, `|` between them: English, French, Arabic.
type Line = (Word, [&'static str; 3]);

#[rustfmt::skip] // one meaning a line
const LINES: &[Line] = &[
    (Word::Qualifier(Qualifier::MoreThan), ["more than|over|above|exceeding|exceeded|in excess of", "plus de|plus d'|au-dela de", "أكثر من|اكثر من|ما يزيد على|ما يزيد عن|يزيد عن|فاق|تجاوز"]),
    (Word::Qualifier(Qualifier::AtLeast), ["at least|no fewer than|no less than|not less than", "au moins", "ما لا يقل عن|لا يقل عن|على الأقل"]),
    (Word::Qualifier(Qualifier::AtMost), ["at most|up to|no more than|not more than", "au plus|au maximum|jusqu'a concurrence de", "على الأكثر|ما لا يزيد على|ما لا يزيد عن"]),
    (Word::Qualifier(Qualifier::Nearly), ["nearly|almost|just under", "pres de|presque|quasi", "ما يقارب|ما يقرب من|قرابة|زهاء"]),
    (Word::Qualifier(Qualifier::About), ["close to|about|around|approximately|some|roughly|circa", "environ|quelque|quelques|autour de|a peu pres", "حوالي|نحو|تقريبا"]),
    (Word::Scale(1000.0), ["thousand|k", "mille|milliers|millier", "ألف|آلاف|ألفا"]),
    (Word::Scale(1_000_000.0), ["million|millions", "million|millions", "مليون|ملايين"]),
    (Word::Number(2.0), ["two", "deux", "اثنان|اثنتان"]), (Word::Number(3.0), ["three", "trois", "ثلاثة|ثلاث"]),
    (Word::Number(4.0), ["four", "quatre", "أربعة|أربع"]), (Word::Number(5.0), ["five", "cinq", "خمسة|خمس"]),
    (Word::Number(6.0), ["six", "six", "ستة|ست"]), (Word::Number(7.0), ["seven", "sept", "سبعة|سبع"]),
    (Word::Number(8.0), ["eight", "huit", "ثمانية|ثماني"]), (Word::Number(9.0), ["nine", "neuf", "تسعة|تسع"]),
    (Word::Number(10.0), ["ten", "dix", "عشرة|عشر"]), (Word::Number(11.0), ["eleven", "onze", ""]), (Word::Number(12.0), ["twelve", "douze", ""]),
    (ACTIVITIES, ["activities|activity|events|event", "activites|activite", "أنشطة|نشاط|نشاطا|فعالية|فعاليات"]),
    (of_type(ActivityType::TrainingCourse), ["training courses|training course|courses|course", "cours de formation|cours|formations", "دورة تدريبية|دورات تدريبية|دورة|دورات"]),
    (of_type(ActivityType::Workshop), ["training workshops|training workshop|workshops|workshop", "ateliers de formation|ateliers|atelier", "ورشة عمل|ورش عمل|ورشة|ورش"]),
    (of_type(ActivityType::Webinar), ["training webinars|webinars|webinar", "webinaires|webinaire", "ندوة عبر الإنترنت|ندوات عبر الإنترنت"]),
    (of_type(ActivityType::Seminar), ["seminars|seminar", "seminaires|seminaire", "ندوة|ندوات"]),
    (of_type(ActivityType::StudyVisit), ["study visits|study visit", "visites d'etude|visite d'etude", "زيارة دراسية|زيارات دراسية"]),
    (of_type(ActivityType::ExpertMission), ["expert missions|expert mission|technical missions|technical mission", "missions d'experts|mission d'experts", "بعثة خبراء|بعثات خبراء"]),
    (of_type(ActivityType::Conference), ["conferences|conference", "conferences|conference", "مؤتمر|مؤتمرات|مؤتمرا"]),
    (of_type(ActivityType::BilateralMeeting), ["bilateral meetings|bilateral meeting", "reunions bilaterales|reunion bilaterale", "اجتماع ثنائي|اجتماعات ثنائية|لقاء ثنائي"]),
    (MEETINGS, ["meetings|meeting", "reunions|reunion", "اجتماع|اجتماعات|اجتماعا"]),
    (PARTICIPANTS, ["participants|participant|participations|trainees|trainee|attendees|delegates|officials|experts|representatives|professionals|people|persons|interns", "participants|participant|participations|stagiaires|experts|cadres|delegues|representants|fonctionnaires|personnes", "مشارك|مشاركا|مشاركين|مشاركون|مشاركات|متدرب|متدربا|متدربين|خبير|خبيرا|خبراء|شخص|شخصا|أشخاص"]),
    (WOMEN, ["women|woman", "femmes|femme", "امرأة|نساء|سيدة|سيدات"]), (MEN, ["men|man", "hommes|homme", "رجل|رجال|رجلا"]),
    (COUNTRIES, ["member countries|member states|countries|country|states", "pays membres|etats membres|pays|etats", "بلدا عضوا|دولة عضوا|بلد|بلدا|بلدان|دولة|دول"]),
    (AGENCIES, ["institutions|agencies|organisations|organizations", "institutions|organismes|organisations", "مؤسسة|مؤسسات|هيئة|هيئات|جهة|جهات"]),
    (PROGRAMMES, ["capacity building programmes|capacity building programs|programmes|programs", "programmes de renforcement des capacites|programmes", "برنامجا لبناء القدرات|برامج بناء القدرات|برنامجا|برامج"]),
    (PROJECTS, ["projects|project", "projets|projet", "مشروعا|مشاريع|مشروع"]),
    (Word::Month(1), ["january|jan", "janvier", "يناير|كانون الثاني|جانفي"]), (Word::Month(2), ["february|feb", "fevrier", "فبراير|شباط|فيفري"]),
    (Word::Month(3), ["march|mar", "mars", "مارس|آذار"]), (Word::Month(4), ["april|apr", "avril", "أبريل|إبريل|نيسان|أفريل"]),
    (Word::Month(5), ["may", "mai", "مايو|أيار|ماي"]), (Word::Month(6), ["june|jun", "juin", "يونيو|يونيه|حزيران|جوان"]),
    (Word::Month(7), ["july|jul", "juillet", "يوليو|يوليه|تموز|جويلية"]), (Word::Month(8), ["august|aug", "aout", "أغسطس|آب|أوت"]),
    (Word::Month(9), ["september|sept|sep", "septembre", "سبتمبر|أيلول"]), (Word::Month(10), ["october|oct", "octobre", "أكتوبر|تشرين الأول"]),
    (Word::Month(11), ["november|nov", "novembre", "نوفمبر|تشرين الثاني"]), (Word::Month(12), ["december|dec", "decembre", "ديسمبر|كانون الأول"]),
    (Word::Since, ["since|starting from|from the beginning of", "depuis|a partir de", "منذ|ابتداء من|منذ عام|منذ سنة"]),
    (Word::Until, ["until|till|as of|as at|by the end of|through", "jusqu'en|jusqu'au|jusqu'a|en date du|au", "حتى|إلى|إلى غاية|لغاية|حتى تاريخ"]),
    (Word::In, ["in|during|within|held in", "en|dans|durant|pendant|au cours de|a", "في|خلال|ب"]),
    (Word::From, ["from|coming from|originating from", "de|du|des|d'|venus de|originaires de|provenant de", "من"]),
    (Word::For, ["for|for the benefit of|to the benefit of|in favour of", "pour|au profit de|au benefice de|en faveur de", "لفائدة|لصالح|لمصلحة|ل"]),
    (Word::By, ["by|with the expertise of|drew on the expertise of", "par|avec l'expertise de", "من قبل|من طرف|بواسطة"]),
    (Word::Benefited, ["benefited|benefitted|benefited from|have benefited from|had benefited from|benefiting|beneficiary|beneficiaries", "beneficie|a beneficie de|ont beneficie de|beneficiaire|beneficiaires", "استفاد|استفادت|استفادوا|المستفيدين|مستفيد"]),
    (Word::Provided, ["provided|provider|contributed|contributed to|delivered", "fourni|fournies|assure|assurees|contribue|prestataire", "قدم|قدمت|قدمتها|ساهم|ساهمت|أسهمت"]),
    (Word::All, ["all oic member countries|oic member countries|oic countries|all programmes|all member countries|all countries", "tous les pays membres|pays membres de l'oci|pays de l'oci|tous les programmes", "الدول الأعضاء|البلدان الأعضاء|دول منظمة التعاون الإسلامي|جميع البرامج"]),
    (Word::Group("African"), ["african group|african countries|african member countries|african region", "groupe africain|pays africains", "المجموعة الأفريقية|البلدان الأفريقية|الدول الأفريقية"]),
    (Word::Group("Arab"), ["arab group|arab countries|arab member countries|arab region", "groupe arabe|pays arabes", "المجموعة العربية|البلدان العربية|الدول العربية"]),
    (Word::Group("Asian"), ["asian group|asian countries|asian member countries|asian region", "groupe asiatique|pays asiatiques", "المجموعة الآسيوية|البلدان الآسيوية|الدول الآسيوية"]),
    (Word::Filler, [
        "between|the|a|an|of|and|on|at|to|with|its|their|his|her|were|was|had|have|has|been|be|that|which|who|whom|our|this|these|those|it|they|he|she|organised|organized|conducted|implemented|held|carried out|took part|participated|attended|trained|engaged|reached|total|number|different|various|altogether|also|said|announced|capacity building|capacity|building|programme|program|public institutions|national institutions|public|national|oic|st|nd|rd|th|year|under|within the framework of|framework|field|field of|fields|area|group|date",
        "entre|le|la|les|l|un|une|et|ou|sur|avec|son|sa|ses|leur|leurs|ont|a ete|ont ete|avait|avaient|ete|etait|etaient|que|qui|ce|cette|ces|il|elle|ils|elles|d|n|s|qu|organise|organisees|organises|realise|realisees|mis en oeuvre|tenu|tenues|forme|formes|total|nombre|differents|renforcement des capacites|renforcement|capacites|programme|institutions publiques|institutions nationales|publiques|nationales|oci|er|eme|annee|cadre|dans le cadre de|dans le domaine de|domaine|domaine de|le domaine de",
        "بين|و|ف|ال|وال|أن|التي|الذي|هذه|هذا|قد|تم|على|عن|مع|بلغ|نظم|نظمت|نظمها|عقد|عقدت|نفذ|نفذت|شارك|شاركت|حضر|تدريب|إجمالي|مجموع|عدد|مختلف|بناء القدرات|بناء|القدرات|برنامج|المؤسسات العامة|المؤسسات الوطنية|العامة|الوطنية|منظمة التعاون الإسلامي|عام|سنة|إطار|في إطار|مجال|في مجال|مجالات|بتاريخ|تاريخ|يوم|ما|أعلن|أعلنت",
    ]),
];

/// Phrases by their first word, longest first.
pub type Phrases<T> = HashMap<String, Vec<(Vec<String>, T)>>;

/// The phrases of a language, or of all three.
pub fn words(lang: Option<Lang>) -> &'static Phrases<Word> {
    static ALL: LazyLock<Phrases<Word>> = LazyLock::new(|| collect(&Lang::ALL));
    static EACH: LazyLock<[Phrases<Word>; 3]> = LazyLock::new(|| Lang::ALL.map(|lang| collect(&[lang])));
    let [en, ar, fr] = &*EACH;
    match lang {
        None => &ALL,
        Some(Lang::En) => en,
        Some(Lang::Ar) => ar,
        Some(Lang::Fr) => fr,
    }
}

fn collect(langs: &[Lang]) -> Phrases<Word> {
    let mut phrases = Phrases::new();
    for (word, [en, fr, ar]) in LINES {
        for lang in langs {
            let said = match lang {
                Lang::En => en,
                Lang::Fr => fr,
                Lang::Ar => ar,
            };
            for phrase in said.split('|').filter(|phrase| !phrase.is_empty()) {
                add(&mut phrases, phrase, *word);
            }
        }
    }
    sort(&mut phrases);
    phrases
}

/// Adds a phrase under its first word.
pub fn add<T>(phrases: &mut Phrases<T>, phrase: &str, meaning: T) {
    let keys: Vec<String> = super::tokens::tokens(&fold(phrase))
        .into_iter()
        .map(|token| token.key)
        .collect();
    if let Some(first) = keys.first() {
        phrases.entry(first.clone()).or_default().push((keys, meaning));
    }
}

/// Puts the longest phrases first; of equal ones the first that was added.
pub fn sort<T>(phrases: &mut Phrases<T>) {
    for list in phrases.values_mut() {
        list.sort_by_key(|(keys, _)| std::cmp::Reverse(keys.len()));
    }
}
