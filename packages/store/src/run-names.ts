/** `quiet-harbor-417`: for a run that nobody named. Such a name is for people to tell runs apart, and need not be unique. */
export function randomRunName(): string {
  return `${anyOf(adjectives)}-${anyOf(nouns)}-${Math.floor(Math.random() * 1000)}`;
}

const anyOf = (words: readonly string[]): string => words[Math.floor(Math.random() * words.length)]!;

const adjectives = (
  "able amber ample apt bold brave bright brisk calm civil clean clear clever cool crisp deep eager early easy even " +
  "fair fast fine firm fleet fond frank free fresh gentle glad golden grand green happy keen kind lasting light likely " +
  "lively loyal lucky mellow merry mild modest neat nimble noble open patient plain polite prompt proud pure quick " +
  "quiet rapid ready rich round rustic serene sharp silver simple sleek smooth snowy solid spry steady still stout " +
  "sturdy subtle sunny swift tidy true trusty upbeat vivid warm wise witty young zesty"
).split(" ");

const nouns = (
  "acorn anchor arbor aspen basin bay beacon birch bison breeze bridge brook canyon cedar cliff clover comet coral " +
  "cove crane creek delta dune eagle ember falcon fern finch fjord forest fox garden glacier grove gull harbor hawk " +
  "hazel heron hill island ivy jay juniper lagoon lake lark lily lynx maple marsh meadow mesa moon moss oak ocean orca " +
  "orchid osprey otter owl pebble pine plum pond poplar prairie quail raven reef ridge river robin rook sage seal " +
  "shore sparrow spruce stone stork summit swan tern thicket tide trout tulip valley willow wolf wren"
).split(" ");
