namespace AdaptiveProvider.Hosting.Configuration;

/// <summary>A client that the application has registered.</summary>
/// <param name="Name">The name of its options: empty for the client without a key.</param>
internal sealed record ClientRegistration(string Name)
{
    /// <summary>The client, for messages.</summary>
    public string Title => TitleOf(Name);

    public static string TitleOf(string? name) => string.IsNullOrEmpty(name) ? "the chat client" : $"the chat client '{name}'";
}
