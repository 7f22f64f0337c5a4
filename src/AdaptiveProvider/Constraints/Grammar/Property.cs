using System.Text;

namespace AdaptiveProvider.Constraints.Grammar;

/// <summary>A declared property of an object.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="IsRequired">Whether it must be there.</param>
internal sealed record Property(string Name, Rule Value, bool IsRequired)
{
    /// <summary>The name as it is written, with its colon.</summary>
    public LiteralTerm Key { get; } = new(JsonText.Quote(Name) + ":");

    /// <summary>The name as it is written, without quotes.</summary>
    public byte[] Spelling { get; } = Encoding.UTF8.GetBytes(JsonText.Quote(Name)[1..^1]);
}
