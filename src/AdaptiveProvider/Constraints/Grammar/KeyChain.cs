namespace AdaptiveProvider.Constraints.Grammar;

/// <summary>Names of additional properties that an object has already, the last first.</summary>
internal sealed class KeyChain
{
    private readonly KeyChain? _previous;
    private readonly byte[] _name;

    private KeyChain(KeyChain? previous, byte[] name) => (_previous, _name) = (previous, name);

    /// <summary>No names.</summary>
    public static KeyChain None { get; } = new(null, []);

    /// <summary>The names, as they are written.</summary>
    public IEnumerable<byte[]> Names
    {
        get
        {
            for (var chain = this; chain._previous is not null; chain = chain._previous)
            {
                yield return chain._name;
            }
        }
    }

    /// <summary>One name more.</summary>
    public KeyChain With(byte[] name) => new(this, name);
}
