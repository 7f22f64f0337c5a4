namespace AdaptiveProvider.Constraints.Schema;

/// <summary>Kinds of JSON values.</summary>
[Flags]
internal enum JsonTypes
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>null.</summary>
    Null = 1,

    /// <summary>true and false.</summary>
    Boolean = 2,

    /// <summary>Numbers without a fraction.</summary>
    Integer = 4,

    /// <summary>Other numbers.</summary>
    Fraction = 8,

    /// <summary>All numbers.</summary>
    Number = Integer | Fraction,

    /// <summary>Texts.</summary>
    String = 16,

    /// <summary>Arrays.</summary>
    Array = 32,

    /// <summary>Objects.</summary>
    Object = 64,

    /// <summary>All of them.</summary>
    All = 127,
}
