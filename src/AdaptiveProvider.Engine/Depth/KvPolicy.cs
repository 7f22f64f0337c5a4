namespace AdaptiveProvider.Engine.Depth;

/// <summary>Which key/value plane each loop of a stage writes and reads.</summary>
public enum KvPolicy
{
    /// <summary>Every (layer, loop) has its own plane and every row writes it. The only policy of unshared stages.</summary>
    PerLoop,

    /// <summary>Every (layer, loop) has its own plane that holds only the rows active in that loop (MoR recursion-wise caching).</summary>
    RecursionWise,

    /// <summary>Only the first loop writes; later loops read its plane for all tokens (MoR recursive KV sharing).</summary>
    SharedFirst,

    /// <summary>One plane per layer which every loop overwrites.</summary>
    SingleOverwritten,
}
