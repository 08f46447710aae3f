use comitia_crypto::ElectionId;
use comitia_crypto::code::VotingCode;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

use super::*;
use crate::issue;
use crate::voters::{self, ListRules};

const ELECTION: ElectionId = ElectionId([4; 32]);

fn occasion() -> Occasion {
    Occasion {
        title: "Faut-il fermer la rue aux voitures ?".to_owned(),
        organiser: "Ville de <Saint-Exemple> & environs".to_owned(),
        groups: vec!["Nord <b>".to_owned(), "Sud".to_owned()],
        address: "https://votes.example.org/fr".to_owned(),
        opens: "2027-03-01T08:00[Europe/Paris]".parse().unwrap(),
        closes: "2027-03-07T20:00[Europe/Paris]".parse().unwrap(),
        election: ELECTION,
    }
}

fn issued(list: &str) -> Vec<Issued> {
    let several = ["Nord", "Sud"].map(str::to_owned);
    let groups = if list.contains("group") {
        several.to_vec()
    } else {
        vec!["all".to_owned()]
    };
    let voters = voters::read(list.as_bytes(), &ListRules { groups, floor: 1 })
        .unwrap()
        .voters;
    issue::issue(voters, &ELECTION, &mut ChaCha20Rng::seed_from_u64(6), || {}).unwrap()
}

fn page(language: Language, issued: &[Issued]) -> String {
    let mut out = Vec::new();
    let mut steps = 0;
    Letters::new(language, &occasion())
        .unwrap()
        .write(issued, &mut out, || steps += 1)
        .unwrap();
    assert_eq!(steps, issued.len());
    String::from_utf8(out).unwrap()
}

#[test]
fn both_languages_have_the_same_messages_and_the_letters_use_all_of_them() {
    assert_eq!(Words::ids(Language::French), Words::ids(Language::English));
    let mut used: Vec<String> = [HEAD, LETTER]
        .into_iter()
        .flat_map(|text| {
            let slots = Template::parse(text);
            slots
                .slots()
                .into_iter()
                .filter_map(|slot| slot.strip_prefix("text."))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .chain(["qr-label", "your-group", "your-weight"].map(str::to_owned))
        .collect();
    used.sort();
    assert_eq!(used, Words::ids(Language::English));
}

#[test]
fn every_slot_is_filled() {
    let occasion = occasion();
    let letters = Letters::new(Language::French, &occasion).unwrap();
    assert_eq!(letters.head.slots(), Vec::<&str>::new());
    let mut slots = letters.letter.slots();
    slots.sort_unstable();
    slots.dedup();
    let own = ["code", "contact", "name", "number", "pseudonym", "qr", "rights"];
    assert_eq!(slots, own.map(|name| format!("voter.{name}")));
    let page = page(Language::French, &issued("name\nAda\n"));
    assert!(!page.contains("{{") && !page.contains("}}"));
}

#[test]
fn a_letter_carries_the_code_the_pseudonym_and_the_dates() {
    let issued = issued("name;contact\nAda;\"1 rue\n59000 Lille\"\n");
    for (language, closes) in [
        (Language::French, "dimanche 7 mars 2027 à 20\u{a0}h\u{a0}00"),
        (Language::English, "Sunday 7 March 2027 at 20:00"),
    ] {
        let page = page(language, &issued);
        assert!(page.contains(&format!("<html lang=\"{language}\">")));
        assert!(
            page.contains(&*issued[0].code.grouped()) && page.contains(&issued[0].pseudonym().to_string())
        );
        assert!(page.contains(closes) && page.contains("https://votes.example.org/fr"));
        assert!(page.contains("1 rue\n59000 Lille"));
        assert_eq!(page.matches("<article").count(), 1);
    }
}

#[test]
fn b9_the_qr_carries_the_code_alone() {
    let issued = issued("name\nAda\n");
    let page = page(Language::English, &issued);
    let expected = qr::svg(&issued[0].code.symbols(), "Picture (QR code) of your voting code").unwrap();
    assert!(page.contains(&expected));
    let read = VotingCode::parse(&issued[0].code.symbols()).unwrap();
    assert_eq!(read, issued[0].code);
}

#[test]
fn w1_names_and_titles_cannot_become_markup() {
    let hostile = "\"<script>alert(1)</script>\"\"'&{{voter.code}}\"";
    let issued = issued(&format!("name;group;contact\n{hostile};Nord;{hostile}\n"));
    let page = page(Language::English, &issued);
    assert!(!page.contains("<script") && !page.contains("alert(1)</"));
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;{{voter.code}}"));
    assert!(page.contains("Ville de &lt;Saint-Exemple&gt; &amp; environs"));
    assert_eq!(
        page.matches(&*issued[0].code.grouped()).count(),
        1,
        "a value is never filled in again"
    );
}

#[test]
fn only_particular_rights_are_mentioned() {
    let several = page(Language::French, &issued("name;weight;group\nAda;3;Sud\n"));
    assert!(several.contains("compte pour 3 voix") && several.contains("«\u{a0}Sud\u{a0}»"));
    let occasion = Occasion {
        groups: vec!["Tout le monde".to_owned()],
        ..occasion()
    };
    let mut out = Vec::new();
    Letters::new(Language::French, &occasion)
        .unwrap()
        .write(&issued("name\nAda\n"), &mut out, || {})
        .unwrap();
    assert!(!String::from_utf8(out).unwrap().contains("class=\"rights\""));
}

#[test]
fn c4_a_letter_loads_nothing_and_runs_nothing() {
    let page = page(Language::French, &issued("name\nAda\n"));
    for forbidden in [
        "<script", "<link", "<img", "<iframe", "href=", "src=", "url(", "@import", "style=\"",
    ] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn a_title_with_braces_or_a_long_one_is_only_text() {
    let occasion = Occasion {
        title: "{{voter.code}} { $title } ".to_owned() + &"é".repeat(5000),
        ..occasion()
    };
    let issued = issued("name\nAda\n");
    let mut out = Vec::new();
    Letters::new(Language::English, &occasion)
        .unwrap()
        .write(&issued, &mut out, || {})
        .unwrap();
    let page = String::from_utf8(out).unwrap();
    assert_eq!(page.matches(&*issued[0].code.grouped()).count(), 1);
    assert!(page.contains("{{voter.code}} { $title }"));
}
