using AdaptiveProvider.Training.Generation.Conversations;

namespace AdaptiveProvider.Training.Generation.Facts;

/// <summary>Things that children learn and people like to ask, in our own words.</summary>
internal static class EverydayFacts
{
    public static readonly IReadOnlyList<Topic> All =
    [
        new(
            ["What is the largest animal [in the world|on earth|]?", "Which animal is the largest [in the world|]?", "What is the biggest animal?"],
            ["The blue whale is the largest animal in the world."]),
        new(["What is the largest land animal?", "Which is the biggest animal on land?"], ["The elephant is the largest animal on land."]),
        new(
            ["What is the tallest animal?", "Which animal is the tallest?", "Which animal has the longest neck?"],
            ["The giraffe is the tallest animal."]),
        new(
            ["What is the fastest animal [on land|]?", "Which animal runs the fastest?", "Which animal is the fastest?"],
            ["The cheetah is the fastest animal on land."]),
        new(
            ["What is the largest planet?", "Which planet is the largest?", "What is the biggest planet?"],
            ["Jupiter is the largest planet of our sun."]),
        new(
            ["How many planets are there?", "How many planets does the sun have?", "Name the planets."],
            ["There are eight planets: Mercury, Venus, Earth, Mars, Jupiter, Saturn, Uranus and Neptune."]),
        new(["Which planet do we live on?", "What planet do we live on?", "On which planet do we live?"], ["We live on the planet Earth."]),
        new(["Which planet is closest to the sun?", "What is the first planet from the sun?"], ["Mercury is the planet closest to the sun."]),
        new(["What is the sun?", "Is the sun a star?", "What is the sun made of?"], ["The sun is a star. It is a very large ball of hot gas."]),
        new(["What is the moon?", "Is the moon a planet?"], ["The moon is a round body of rock that moves around the earth."]),
        new(
            ["What is the earth?", "What shape is the earth?", "Is the earth flat?", "Is the earth round?"],
            ["The earth is our planet. It is round like a ball."]),
        new(
            ["Why is the sky blue?", "Why does the sky look blue?", "What makes the sky blue?"],
            ["The sky is blue because the air scatters the blue light of the sun most."]),
        new(
            ["Why does it rain?", "Where does rain come from?", "How does rain form?"],
            ["Water rises into the air, makes clouds, and falls down again as rain."]),
        new(
            ["Why is it dark at night?", "Why is there night?", "Why do we have day and night?"],
            ["The earth turns. When our side turns away from the sun, it is night."]),
        new(["Where does the sun rise?", "In which direction does the sun rise?"], ["The sun rises in the east."]),
        new(["Where does the sun set?", "Where does the sun go down?"], ["The sun sets in the west."]),
        new(["What do bees make?", "Who makes honey?", "Where does honey come from?", "Which insect makes honey?"], ["Bees make honey."]),
        new(["What do cows eat?", "What does a cow eat?"], ["Cows eat grass."]),
        new(["What do rabbits eat?", "What does a rabbit eat?"], ["Rabbits eat grass, leaves and carrots."]),
        new(["What do cats eat?", "What does a cat eat?"], ["Cats eat meat and fish."]),
        new(["What do dogs eat?", "What does a dog eat?"], ["Dogs eat meat and dog food."]),
        new(["What do pandas eat?", "What does a panda eat?"], ["Pandas eat bamboo."]),
        new(["What do birds eat?", "What does a bird eat?"], ["Birds eat seeds, fruit and insects."]),
        new(["What do lions eat?", "What does a lion eat?"], ["Lions eat meat."]),
        new(["Where does milk come from?", "Which animal gives milk?", "Who gives us milk?"], ["Milk comes from cows."]),
        new(["Where does wool come from?", "Which animal gives wool?"], ["Wool comes from sheep."]),
        new(["Where do eggs come from?", "Which animal lays eggs?", "Who lays eggs?"], ["Hens lay eggs."]),
        new(
            ["What is bread made of?", "How is bread made?", "What do you need for bread?"],
            ["Bread is made of flour, water, salt and yeast. It is baked in an oven."]),
        new(["What is cheese made of?", "How is cheese made?"], ["Cheese is made of milk."]),
        new(["What is paper made of?", "Where does paper come from?"], ["Paper is made of wood."]),
        new(["What is glass made of?", "How is glass made?"], ["Glass is made of sand that is melted in great heat."]),
        new(["What is ice made of?", "What happens when water freezes?"], ["Ice is frozen water."]),
        new(["When does water freeze?", "At what temperature does water freeze?"], ["Water freezes at zero degrees Celsius."]),
        new(["When does water boil?", "At what temperature does water boil?"], ["Water boils at 100 degrees Celsius."]),
        new(["What do plants need to grow?", "What does a plant need?", "What do plants need?"], ["Plants need light, water and air."]),
        new(["Where do penguins live?", "Where does a penguin live?"], ["Penguins live in the south of the world, many of them in Antarctica."]),
        new(["Where do polar bears live?", "Where does a polar bear live?"], ["Polar bears live in the Arctic, in the far north."]),
        new(["Where do kangaroos live?", "Where does a kangaroo live?"], ["Kangaroos live in Australia."]),
        new(["Where do fish live?", "Where does a fish live?"], ["Fish live in water."]),
        new(["Where do camels live?", "Where does a camel live?"], ["Camels live in the desert."]),
        new(["Where do lions live?", "Where does a lion live?"], ["Most lions live in Africa."]),
        new(["Can penguins fly?", "Can a penguin fly?"], ["No, penguins cannot fly, but they swim very well."]),
        new(["Can dogs fly?", "Can a dog fly?", "Can cats fly?", "Can a cow fly?"], ["No, it cannot fly. It has no wings."]),
        new(["Can birds fly?", "Can a bird fly?", "Can an eagle fly?"], ["Yes, most birds can fly."]),
        new(["Can fish swim?", "Can a fish swim?", "Can ducks swim?"], ["Yes, of course. It is at home in the water."]),
        new(["Is a whale a fish?", "Are whales fish?", "Is a dolphin a fish?"], ["No, it is not a fish. It is a mammal and breathes air."]),
        new(["Is a bat a bird?", "Are bats birds?"], ["No, a bat is a mammal."]),
        new(["Is a spider an insect?", "Are spiders insects?"], ["No, a spider is not an insect. It has eight legs, and insects have six."]),
        new(
            ["What is the longest river [in the world|]?", "Which river is the longest?"],
            ["The Nile and the Amazon are the longest rivers in the world."]),
        new(
            ["What is the highest mountain [in the world|]?", "Which mountain is the highest?", "What is the tallest mountain?"],
            ["Mount Everest is the highest mountain in the world."]),
        new(["What is the largest ocean?", "Which ocean is the largest?", "What is the biggest ocean?"], ["The Pacific Ocean is the largest ocean."]),
        new(
            ["What is the largest country [in the world|]?", "Which country is the largest?", "What is the biggest country?"],
            ["Russia is the largest country in the world."]),
        new(
            ["What is the smallest country [in the world|]?", "Which country is the smallest?"],
            ["Vatican City is the smallest country in the world."]),
        new(
            ["What is the largest continent?", "Which continent is the largest?", "What is the biggest continent?"],
            ["Asia is the largest continent."]),
        new(["What is the smallest continent?", "Which continent is the smallest?"], ["Oceania is the smallest continent."]),
        new(
            ["How many fingers do people have?", "How many fingers does a person have?", "How many fingers do I have?"],
            ["A person has ten fingers."]),
        new(["How many eyes do people have?", "How many eyes does a person have?"], ["A person has two eyes."]),
        new(["How many wheels does a car have?", "How many wheels has a car?"], ["A car has four wheels."]),
        new(["How many wheels does a bicycle have?", "How many wheels has a bike?"], ["A bicycle has two wheels."]),
        new(["How many sides does a triangle have?", "How many corners does a triangle have?"], ["A triangle has three sides and three corners."]),
        new(["How many sides does a square have?", "How many corners does a square have?"], ["A square has four sides and four corners."]),
        new(["What do you use to cut paper?", "What do I need to cut paper?"], ["You use scissors to cut paper."]),
        new(["What do you use to write?", "What can I write with?"], ["You can write with a pen or a pencil."]),
        new(
            ["What do you wear when it is cold?", "What should I wear in winter?", "What do people wear in the cold?"],
            ["When it is cold, you wear a warm coat, a scarf and gloves."]),
        new(["What do you do when it rains?", "What do I need when it rains?"], ["When it rains, you take an umbrella or stay inside."]),
        new(
            ["Who wrote Romeo and Juliet?", "Who wrote Hamlet?", "Who was Shakespeare?"],
            ["William Shakespeare, an English writer, wrote Hamlet and Romeo and Juliet."]),
        new(["Who painted the Mona Lisa?", "Who was Leonardo da Vinci?"], ["Leonardo da Vinci, an Italian artist, painted the Mona Lisa."]),
        new(["Who was Albert Einstein?", "Who was Einstein?"], ["Albert Einstein was a famous scientist who wrote about space and time."]),
        new(["Who was Mozart?", "Who was Wolfgang Amadeus Mozart?"], ["Mozart was a famous composer from Austria."]),
        new(
            ["Who was the first man on the moon?", "Who walked on the moon first?", "Who was Neil Armstrong?"],
            ["Neil Armstrong was the first man on the moon, in 1969."]),
        new(
            ["What is .NET?", "What is dotnet?", "What is .net?"],
            ["The .NET platform is a free platform from Microsoft for writing and running programs."]),
        new(["What is C#?", "What is csharp?"], ["C# is a programming language for .NET."]),
        new(["Where is the Eiffel Tower?", "In which city is the Eiffel Tower?"], ["The Eiffel Tower is in Paris, the capital of France."]),
        new(["Where is Big Ben?", "In which city is Big Ben?"], ["Big Ben is in London."]),
        new(["When is Christmas?", "What day is Christmas?"], ["Christmas is on the 25th of December."]),
        new(["When is New Year?", "When does the year begin?", "What is the first day of the year?"], ["The year begins on the first of January."]),
        new(["Which season is the coldest?", "When is it cold?", "What is the coldest season?"], ["Winter is the coldest season."]),
        new(["Which season is the warmest?", "What is the hottest season?", "When is it warm?"], ["Summer is the warmest season."]),
        new(["What comes after winter?", "Which season comes after winter?"], ["Spring comes after winter."]),
        new(["What comes after summer?", "Which season comes after summer?"], ["Autumn comes after summer."]),
        new(["What comes after spring?", "Which season comes after spring?"], ["Summer comes after spring."]),
        new(["What comes after autumn?", "Which season comes after autumn?"], ["Winter comes after autumn."]),
    ];
}
