namespace AdaptiveProvider.Training.Generation.Stories;

/// <summary>Plots about courage, learning and adventure.</summary>
internal static class StoryPlotsOfCourage
{
    public static readonly IReadOnlyList<StoryPlot> All =
    [
        new(
            "a storm",
            ["The Big Storm", "{Hero} and the Storm", "A Night of Thunder"],
            [
                "{Hero} was [a little afraid|very much afraid] of storms. "
                    + "When it thundered, {he} hid [under the table|under {his} blanket|in the darkest corner].",
                "[One night|One evening], a big storm came. The wind [howled|roared] and the rain [beat on the roof|fell like a river]. "
                    + "[Boom!|Crash!] {Hero} held {his} {thing} tightly and closed {his} eyes.",
                "Then {he} heard a voice outside. \"Help! Help!\" "
                    + "It was {friend} the {fkind}, who was [out in the rain|caught under a fallen branch|lost in the dark].",
                "{Hero} was still afraid. But {friend} needed {him}. {Hero} took a deep breath, [opened the door|took a lamp] "
                    + "and ran out into the storm. [The wind pushed {him} back, but {he} did not stop.|The rain was cold, but {he} went on.]",
                "{He} found {friend} and [pulled {fhim} free|took {fhim} by the hand|led {fhim} to the house]. "
                    + "Soon they both sat [by the warm fire|in the dry kitchen] with a cup of hot [milk|tea|soup].",
                "\"You are the bravest {kind} I know,\" said {friend}. {Hero} smiled. "
                    + "Outside it still thundered, but {he} was [not afraid any more|no longer afraid].",
            ]),
        new(
            "learning something new",
            ["{Hero} Learns to [Swim|Dance|Sing]", "Try Again, {hero}!", "Step by Step"],
            [
                "All the others could swim, only {hero} could not. \"[I will never learn it|It is too hard for me|The water is too deep],\" "
                    + "said {hero}, and sat down sadly on the bank with {his} {thing}.",
                "{Friend} the {fkind} sat down beside {him}. "
                    + "\"[Nobody can do everything at once|I could not do it at first either|It only takes time],\" said {friend}. "
                    + "\"[I will show you how|Let us try together].\"",
                "On the first day {hero} only [put one foot into the water|stood in the cold water]. "
                    + "On the second day {he} [put {his} face in|kicked and splashed]. {He} swallowed water and [coughed|wanted to give up].",
                "\"Try again,\" said {friend} every time. And {hero} tried again, [ten times, twenty times|in sun and in rain|day after day].",
                "[And then one day|One fine morning], {he} let go, and the water carried {him}. \"[I can swim|Look, I am swimming]!\" "
                    + "{hero} [shouted|cried]. {Friend} clapped and [laughed|cheered].",
                "[Now {hero} swims every day.|That evening {hero} swam all the way across and back.] And when [someone|a little one] "
                    + "says, \"I can't,\" {hero} says, \"[Not yet|Try again]!\"",
            ]),
        new(
            "a race",
            ["The Great Race", "Slow and Steady", "{Hero} Runs a Race"],
            [
                "Every [summer|spring|autumn] there was a great race. The winner would get {a thing}. "
                    + "{Hero} wanted to win it, but {he} was [not very fast|the slowest of all].",
                "{Friend} the {fkind} was very fast. \"[I will win easily|Nobody can beat me|You will never win],\" said {friend} and laughed. "
                    + "{Hero} said nothing. {He} [practised every morning|ran up the hill every day].",
                "On the day of the race everybody came to watch. One, two, three, go! {Friend} was [soon far ahead|out of sight in a moment]. "
                    + "{Hero} ran [steadily|on and on], step by step.",
                "Halfway, {friend} [lay down under a tree|stopped to eat some berries|sat down to rest]. \"I have so much time,\" "
                    + "{fhe} thought, and fell asleep. {Hero} [ran past quietly|came by and went on].",
                "When {friend} woke up, {fhe} [ran as fast as {fhe} could|jumped up and raced off]. But it was too late. "
                    + "{Hero} had just [crossed the line|reached the goal]. Everybody cheered!",
                "{Friend} was ashamed. \"You won because you did not give up,\" {fhe} said. "
                    + "{Hero} smiled and [let {fhim} hold the {thing}|showed {fhim} the {thing}]. "
                    + "\"[Next time we run together|Let us practise together],\" said {hero}.",
            ]),
        new(
            "a treasure map",
            ["The Treasure Map", "{Hero} and the Secret Map", "The Hidden Chest"],
            [
                "[One rainy day|One morning|On a quiet Sunday], {hero} found an old map [in a bottle|under the floor|between two books]. "
                    + "A red cross was painted on it. \"A treasure!\" [cried|whispered] {hero}.",
                "{Hero} ran to {his} friend {friend} the {fkind}. \"[Will you come with me|Shall we find it together]?\" "
                    + "They packed [some bread|some apples] and {a thing} and set off.",
                "They went [over a bridge|across a field] and [through a dark tunnel|up a steep path]. "
                    + "[Then it began to rain.|Then they lost their way.] "
                    + "{Friend} was [tired|afraid], but {hero} said, \"[We can do it|It is not far now].\"",
                "At last they stood [before a big rock|under an old oak tree|beside a small waterfall], just as on the map. They dug and dug. "
                    + "Clonk! There was [an old chest|a wooden box].",
                "They opened it slowly. There was no gold in it. "
                    + "There was only a letter: \"[The real treasure is the friend who came with you|You already have the best treasure: a friend at your side].\"",
                "{Hero} and {friend} looked at each other and [laughed|smiled]. "
                    + "[They ate the rest of their food and walked home singing.|They put the {thing} into the chest for the next one who would come.] "
                    + "It was the best day of all.",
            ]),
        new(
            "the night sky and the moon",
            ["{Hero} and the Moon", "A Trip to the Moon", "The Moon's Friend"],
            [
                "Every night {hero} looked up at the moon. \"[The moon looks lonely|I think the moon is all alone],\" said {hero}. "
                    + "\"[I would like to visit it|I want to say hello].\"",
                "{He} told {friend} the {fkind} about it. \"[It is much too far|Nobody can reach the moon],\" "
                    + "said {friend}, \"but [we can try|I will help you].\" "
                    + "They [built a tall tower of boxes|tied all their ladders together|climbed the highest hill].",
                "They [climbed and climbed|went up and up], but the moon was still far away. "
                    + "{Hero} was sad and [held {his} {thing} in {his} arms|let {his} head hang].",
                "Then {friend} pointed down. \"Look!\" There, in the [still water|little pond], was the moon, round and bright. "
                    + "\"The moon has come to visit you!\"",
                "{Hero} [laughed|ran down] and sat by the water. \"Good evening, moon,\" {he} said. "
                    + "[The water moved a little, and it looked as if the moon smiled.|A soft wind blew, and the moon seemed to nod.]",
                "From then on {hero} and {friend} [came there every clear night|often sat there in the evening]. "
                    + "[And the moon was never lonely again.|And they always brought the {thing} along, because the moon liked it too.]",
            ]),
        new(
            "a journey",
            ["{Hero} Sees the World", "The Long Way Home", "Far Away and Back"],
            [
                "{Hero} had never been away from home. \"[What is behind the hills|How big is the world|What is out there]?\" {he} asked. "
                    + "One morning {he} packed {a thing} and [some bread|two apples] and set off.",
                "{He} walked [for three days|day after day]. "
                    + "{He} saw [a town full of lights|a river as wide as a field|a market with a hundred colours] "
                    + "and [a mountain that touched the clouds|ships with white sails|birds that {he} did not know].",
                "But in the evenings {he} was alone. Then {he} met {friend}, {a fkind} who [was travelling too|knew the way]. "
                    + "They shared their food and [told each other stories|slept under the stars].",
                "One night {hero} could not sleep. \"[I miss my home|I think of my bed and my garden],\" {he} said. "
                    + "\"[Then let us go back|The best part of a journey is coming home],\" said {friend}.",
                "The way back [seemed shorter|was long, but they sang all the way]. "
                    + "When {hero} saw {his} home again, {his} heart [jumped|beat fast]. "
                    + "Everything was [as before|still there], and everybody wanted to hear the story.",
                "{Friend} stayed for dinner, and [then for the winter|then for ever]. And the {thing} that had [seen the world|travelled so far] "
                    + "got a place [by the window|above the fire].",
            ]),
        new(
            "a garden",
            ["The Smallest Seed", "{Hero's} Garden", "Wait and See"],
            [
                "{Friend} the {fkind} gave {hero} a tiny seed. \"[Plant it and wait|Take good care of it],\" said {friend}. "
                    + "{Hero} put it into the earth and gave it some water.",
                "The next morning {hero} ran to look. There was nothing. \"[Why doesn't it grow|It does not work],\" {he} said. "
                    + "{He} waited one day, two days, three days. [Still nothing.|There was only brown earth.]",
                "{Hero} was [cross|sad]. \"[It is a bad seed|It will never grow],\" {he} said. \"[Wait a little longer|Good things need time],\" "
                    + "said {friend}. So {hero} watered it [every morning|every evening] and [sang to it|pulled out the weeds].",
                "And then, [one warm morning|after a night of soft rain], there was a small green leaf! "
                    + "It grew [higher and higher|a little more every day], until it was taller than {hero}.",
                "At the top [a huge yellow flower opened|opened a flower as big as a plate|hung the sweetest red fruit]. "
                    + "[Bees and butterflies came.|Everyone came to see it.] {Hero} was so proud!",
                "In autumn the plant gave {hero} [many new seeds|a handful of seeds]. "
                    + "{He} kept some and gave the others to [{friend}|all {his} friends]. \"Now you must wait,\" {he} said and [laughed|smiled].",
            ]),
        new(
            "a dark cave",
            ["The Dark Cave", "{Hero} and the Light", "The Sound in the Cave"],
            [
                "Near {hero's} home there was a dark cave. [Strange sounds came out of it at night.|\"A monster lives in there,\" everybody said.] "
                    + "Nobody dared to go in.",
                "One day {hero} lost {his} {thing}. It [rolled|flew] right into the cave! "
                    + "{Hero} [stood there and did not know what to do|was afraid, but {he} wanted it back]. {He} lit a small [lamp|candle] and went in.",
                "It was [cold and quiet|dark and wet]. Step by step {he} went on. Then {he} heard it: \"Ooooh!\" "
                    + "{Hero's} [knees shook|heart beat fast]. \"Who is there?\" {he} called.",
                "\"Only me,\" said a small voice. It was {friend}, {a fkind}. "
                    + "\"[I live here, and I cry because nobody comes to see me|I got lost in here, and I am so alone],\" said {friend}. "
                    + "\"Everybody is afraid of me.\"",
                "\"I am not afraid,\" said {hero}, and it was true now. "
                    + "{Friend} gave the {thing} back, and {hero} [took {fhim} outside into the sun|invited {fhim} to dinner].",
                "[The others stared, but soon they all laughed together.|Soon everybody knew {friend}, and they all laughed about the monster.] "
                    + "And the cave became [the best place to play|a place for games and songs].",
            ]),
    ];
}
