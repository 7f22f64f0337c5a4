using System.Text.RegularExpressions;
using AdaptiveProvider.Training.Data;

namespace AdaptiveProvider.Training.Recipes;

/// <summary>Drops small talk in which an assistant says of itself what the default model is not: without a name, made by others, of another age.</summary>
public static partial class IdentityFilter
{
    private const string Source = "ms_chitchat";

    /// <summary>True when a document does not contradict the model's identity.</summary>
    public static bool Keeps(TrainingDocument document)
        => !document.Source.Contains(Source, StringComparison.Ordinal) || !document.Messages.Any(message => OfIdentity().IsMatch(message.Content));

    [GeneratedRegex(
        @"\b(names?|named|call (you|me)|ma(de|ke|kes|king) (you|me)|creat\w+|built|invent\w+|born|birthday|age|old are you|your age|jokes?|boss|gender|siri|alexa|cortana|bot|robot|human|real person)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OfIdentity();
}
