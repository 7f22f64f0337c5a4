namespace AdaptiveProvider.Models.Templates.Library;

/// <summary>
/// The filters of Jinja that chat templates can use. Left out are those that need randomness (<c>random</c>) or produce
/// HTML attributes (<c>xmlattr</c>, <c>urlize</c>); <c>safe</c> and <c>escape</c> give plain strings, as nothing here escapes on its own.
/// </summary>
internal static class Filters
{
    public static readonly IReadOnlyDictionary<string, Function> Table = Function.Table(
        [.. TextFilters.All, .. ValueFilters.All, .. SequenceFilters.All, .. SelectionFilters.All]);
}
