namespace AdaptiveProvider.Server.Replies;

/// <summary>Names for answers and calls.</summary>
internal static class ReplyId
{
    public static string New(string prefix) => prefix + Guid.NewGuid().ToString("N");
}
