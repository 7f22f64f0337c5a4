namespace AdaptiveProvider.Training.Generation.Words;

/// <summary>First names of people in examples and stories; many, so that a model learns to repeat a name and not to know it.</summary>
public static class Names
{
    /// <summary>Names of girls and women.</summary>
    public static readonly IReadOnlyList<string> Female =
    [
        "Anna", "Mia", "Lily", "Emma", "Lucy", "Sara", "Rosa", "Nora", "Ella", "Maya", "Zoe", "Clara", "Amy", "Ruby", "Grace", "Hana", "Ines",
        "Julia", "Kate", "Lena", "Nina", "Olga", "Priya", "Tara", "Vera", "Wendy", "Yuki", "Daisy", "Ivy", "Molly", "Poppy", "Hazel", "Bella",
        "Carmen", "Dora", "Elsa", "Fatima", "Greta", "Heidi", "Jana", "Abigail", "Adele", "Agnes", "Aisha", "Alice", "Alina", "Amina", "Amelia",
        "Andrea", "Angela", "Anita", "April", "Aria", "Astrid", "Audrey", "Barbara", "Beatrice", "Betty", "Bianca", "Brenda", "Carla", "Carol",
        "Caroline", "Cecilia", "Chloe", "Christina", "Claire", "Cora", "Cynthia", "Deborah", "Diana", "Edith", "Eleanor", "Elena", "Elise",
        "Elizabeth", "Emily", "Esther", "Eva", "Eve", "Fiona", "Flora", "Frida", "Gina", "Gloria", "Hannah", "Harriet", "Helen", "Holly", "Irene",
        "Iris", "Isabel", "Jane", "Jasmine", "Jenny", "Jessica", "Joan", "Josie", "Joy", "Judith", "Karen", "Karin", "Laura", "Leila", "Linda",
        "Lisa", "Lola", "Louise", "Lydia", "Maria", "Marie", "Martha", "Mary", "Melissa", "Mila", "Monica", "Nadia", "Naomi", "Natalie", "Nicole",
        "Nuria", "Olivia", "Paula", "Penny", "Rachel", "Rebecca", "Rita", "Ruth", "Samira", "Sandra", "Sofia", "Sonia", "Stella", "Susan", "Sylvia",
        "Teresa", "Tina", "Ursula", "Valerie", "Violet", "Zara",
    ];

    /// <summary>Names of boys and men.</summary>
    public static readonly IReadOnlyList<string> Male =
    [
        "Tom", "Ben", "Max", "Leo", "Sam", "Jack", "Finn", "Noah", "Paul", "Oscar", "Tim", "Adam", "Bruno", "Carlos", "David", "Emil", "Felix",
        "George", "Hugo", "Ivan", "Jonas", "Kofi", "Liam", "Marco", "Nico", "Omar", "Peter", "Ravi", "Simon", "Theo", "Victor", "Will", "Yusuf",
        "Zack", "Alex", "Billy", "Charlie", "Dan", "Eric", "Henry", "Aaron", "Abdul", "Ahmed", "Albert", "Alfred", "Ali", "Andrew", "Anton",
        "Arthur", "Bernard", "Boris", "Brian", "Carl", "Cedric", "Chris", "Colin", "Daniel", "Dennis", "Diego", "Dmitri", "Douglas", "Edgar",
        "Edward", "Elias", "Elliot", "Enzo", "Erik", "Ethan", "Eugene", "Fabio", "Frank", "Fred", "Gabriel", "Gavin", "Gerald", "Gilbert", "Gordon",
        "Graham", "Greg", "Gustav", "Harold", "Harry", "Hassan", "Hiro", "Howard", "Ian", "Igor", "Isaac", "Jacob", "Jakob", "James", "Jan", "Jason",
        "Jerome", "Jim", "Joe", "Joel", "John", "Jordan", "Jose", "Joseph", "Juan", "Julian", "Karl", "Keith", "Kenji", "Kevin", "Kurt", "Lars",
        "Leon", "Lewis", "Louis", "Lucas", "Luke", "Mario", "Mark", "Martin", "Matteo", "Matthew", "Mehmet", "Michael", "Miguel", "Nathan", "Neil",
        "Nils", "Oliver", "Otto", "Owen", "Pablo", "Patrick", "Pedro", "Philip", "Pierre", "Ralph", "Raj", "Raymond", "Richard", "Robert", "Roman",
        "Ronald", "Samir", "Scott", "Sean", "Sergei", "Stefan", "Stephen", "Steve", "Thomas", "Toby", "Tony", "Ulrich", "Vincent", "Walter",
        "Xavier",
    ];

    /// <summary>All names.</summary>
    public static readonly IReadOnlyList<string> All = [.. Female, .. Male];
}
