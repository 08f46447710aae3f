// One contest of every kind, small: what a ballot may say in it, and one vote, as a person without a mouse fills it in
// and as it is typed for `comitia vote`.

/** @import { Contest } from './election.mjs' */

/** @param {string} id @param {string} fr @param {string} en @param {number} [cost] */
const option = (id, fr, en, cost) => ({ id, title: { fr, en }, ...(cost === undefined ? {} : { cost }) });

const BLANK = option('blank', 'Vote blanc', 'Blank vote');
const PLACES = [
  option('river', 'Le quai de la rivière', 'The river bank'),
  option('station', 'La place de la gare', 'The square at the station'),
  option('school', "La cour de l'école", 'The school yard'),
];
const PROJECTS = [
  option('orchard', 'Un verger partagé', 'A shared orchard', 60_000),
  option('benches', 'Des bancs à l’ombre', 'Benches in the shade', 50_000),
  option('books', 'Des boîtes à livres', 'Book boxes', 30_000),
];
const GRADES = [
  option('reject', 'À rejeter', 'To reject'),
  option('fair', 'Passable', 'Fair'),
  option('good', 'Bien', 'Good'),
];
const TOP = { top: { seats: 1 } };

/** @type {Contest[]} */
export const KINDS = [
  {
    id: 'single',
    title: { fr: 'Faut-il fermer le centre aux voitures ?', en: 'Should the centre be closed to cars?' },
    options: [option('yes', 'Oui', 'Yes'), option('no', 'Non', 'No'), BLANK],
    rule: { kind: 'single', blank: 'blank' },
    outcome: { majority: { kind: 'simple' } },
  },
  {
    id: 'choose',
    title: { fr: 'Où planter des arbres ?', en: 'Where should trees be planted?' },
    options: [...PLACES, BLANK],
    rule: { kind: 'choose', min: 1, max: 2, blank: 'blank' },
    outcome: TOP,
  },
  {
    id: 'lists',
    title: { fr: 'Quelle liste pour le conseil de quartier ?', en: 'Which list for the neighbourhood council?' },
    options: [
      option('hills', 'Ensemble pour les Hauts', 'Together for Les Hauts'),
      option('maelle', 'Maëlle Tanguy', 'Maëlle Tanguy'),
      option('idriss', 'Idriss Benali', 'Idriss Benali'),
      option('mill', 'Le moulin et la rivière', 'The mill and the river'),
      option('goulven', 'Goulven Kerdoncuff', 'Goulven Kerdoncuff'),
    ],
    rule: {
      kind: 'lists',
      lists: [
        { list: 'hills', candidates: ['maelle', 'idriss'] },
        { list: 'mill', candidates: ['goulven'] },
      ],
    },
    outcome: TOP,
  },
  {
    id: 'score',
    title: { fr: 'Notez ces lieux', en: 'Score these places' },
    options: PLACES,
    rule: { kind: 'score', max: 5 },
    outcome: TOP,
  },
  {
    id: 'points',
    title: { fr: 'Répartissez vos points', en: 'Share out your points' },
    options: PLACES,
    rule: { kind: 'points', min: 1, max: 6, each: 4 },
    outcome: TOP,
  },
  {
    id: 'quadratic',
    title: { fr: 'Qu’est-ce qui compte le plus ?', en: 'What matters most?' },
    options: PLACES,
    rule: { kind: 'quadratic', credits: 10 },
    outcome: TOP,
  },
  {
    id: 'grades',
    title: { fr: 'Que pensez-vous de ces lieux ?', en: 'What do you think of these places?' },
    options: PLACES.slice(0, 2),
    rule: { kind: 'grades', grades: GRADES },
    outcome: { judgement: { seats: 1 } },
  },
  {
    id: 'budget',
    title: { fr: 'Quels projets financer ?', en: 'Which projects should be paid for?' },
    options: PROJECTS,
    rule: { kind: 'budget', envelope: 100_000 },
    outcome: { budget: { envelope: 100_000, order: 'votes', skip: true } },
  },
  {
    id: 'ranking',
    title: { fr: 'Classez ces lieux', en: 'Rank these places' },
    options: [...PLACES, BLANK],
    rule: { kind: 'ranking', ties: true, blank: 'blank' },
    outcome: { pairwise: { method: 'schulze' } },
  },
  {
    id: 'allocation',
    title: { fr: 'Répartissez 1 000', en: 'Split 1,000' },
    options: PLACES.slice(0, 2),
    rule: { kind: 'allocation', amount: 1_000 },
    outcome: TOP,
  },
];

/** The vote for `comitia vote`. */
export const CHOSEN = [
  'single=no',
  'choose=river,school',
  'lists=mill,goulven',
  'score=river:5,station:0,school:2',
  'points=river:4,school:2',
  'quadratic=river:3,station:1',
  'grades=river:good,station:reject',
  'budget=orchard,books',
  'ranking=school:1,river:2',
  'allocation=river:700,station:300',
];

/** What these votes add up to, once each. @type {Record<string, Record<string, number>>} */
export const COUNTS = {
  single: { yes: 0, no: 1, blank: 0 },
  choose: { river: 1, station: 0, school: 1, blank: 0 },
  lists: { hills: 0, maelle: 0, idriss: 0, mill: 1, goulven: 1 },
  score: { river: 5, station: 0, school: 2 },
  points: { river: 4, station: 0, school: 2 },
  quadratic: { river: 3, station: 1, school: 0 },
  grades: {
    'river/reject': 0,
    'river/fair': 0,
    'river/good': 1,
    'station/reject': 1,
    'station/fair': 0,
    'station/good': 0,
  },
  budget: { orchard: 1, benches: 0, books: 1 },
  ranking: {
    'river>station': 1,
    'river>school': 0,
    'station>river': 0,
    'station>school': 0,
    'school>river': 1,
    'school>station': 1,
    blank: 0,
  },
  allocation: { river: 700, station: 300 },
};

/** The vote as the booth says it before it is sealed. @type {string[][]} */
export const WORDS = [
  ['No'],
  ['The river bank', 'The school yard'],
  ['The mill and the river', 'Goulven Kerdoncuff'],
  ['The river bank: 5', 'The square at the station: 0', 'The school yard: 2'],
  ['The river bank: 4', 'The square at the station: 0', 'The school yard: 2'],
  ['The river bank: 3, costs 9', 'The square at the station: 1, costs 1', 'The school yard: 0, costs 0'],
  ['The river bank: Good', 'The square at the station: To reject'],
  ['A shared orchard: costs 60,000', 'Book boxes: costs 30,000'],
  ['1. The school yard', '2. The river bank', 'Last: The square at the station'],
  ['The river bank: 700', 'The square at the station: 300'],
];

/** What is pressed: where to go with the tab key, and then which keys. @type {[string, string[]][]} */
export const KEYS = [
  ['#contest-0-0', ['Space', 'ArrowDown']],
  ['#contest-1-0', ['Space']],
  ['#contest-1-2', ['Space']],
  ['#contest-2-0', ['Space', 'ArrowDown']],
  ['#contest-2-4', ['Space']],
  ['#contest-3-0', ['5']],
  ['#contest-3-2', ['ArrowUp', 'ArrowUp']],
  ['#contest-4-0', ['4']],
  ['#contest-4-2', ['2']],
  ['#contest-5-0', ['3']],
  ['#contest-5-1', ['1']],
  ['#contest-6-0-2', ['Space']],
  ['#contest-6-1-2', ['ArrowDown', 'ArrowDown']],
  ['#contest-7-0', ['Space']],
  ['#contest-7-2', ['Space']],
  ['#contest-8-rank-0', ['ArrowDown', 'ArrowDown']],
  ['#contest-8-rank-2', ['ArrowDown']],
  ['#contest-9-0', ['7', '0', '0']],
  ['#contest-9-1', ['3', '0', '0']],
];
