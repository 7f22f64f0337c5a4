namespace AdaptiveProvider.Training.Generation.Words;

/// <summary>First names of people in examples and stories.</summary>
public static class Names
{
    /// <summary>Names of girls and women.</summary>
    public static readonly IReadOnlyList<string> Female =
    [
        "Anna", "Mia", "Lily", "Emma", "Lucy", "Sara", "Rosa", "Nora", "Ella", "Maya", "Zoe", "Clara", "Amy", "Ruby", "Grace", "Hana", "Ines",
        "Julia", "Kate", "Lena", "Nina", "Olga", "Priya", "Tara", "Vera",
        "Wendy", "Yuki", "Daisy", "Ivy", "Molly", "Poppy", "Hazel", "Bella", "Carmen", "Dora", "Elsa", "Fatima", "Greta", "Heidi", "Jana",
    ];

    /// <summary>Names of boys and men.</summary>
    public static readonly IReadOnlyList<string> Male =
    [
        "Tom", "Ben", "Max", "Leo", "Sam", "Jack", "Finn", "Noah", "Paul", "Oscar", "Tim", "Adam", "Bruno", "Carlos", "David", "Emil", "Felix",
        "George", "Hugo", "Ivan", "Jonas", "Kofi", "Liam", "Marco", "Nico",
        "Omar", "Peter", "Ravi", "Simon", "Theo", "Victor", "Will", "Yusuf", "Zack", "Alex", "Billy", "Charlie", "Dan", "Eric", "Henry",
    ];

    /// <summary>All names.</summary>
    public static readonly IReadOnlyList<string> All = [.. Female, .. Male];
}
