namespace AdaptiveProvider.Engine.Depth.Courses;

/// <summary>Where layer applications went. The sum is what executors ran.</summary>
internal struct LayerAccount
{
    /// <summary>Rows that filled the cache for the prompt.</summary>
    public long Prefill;

    /// <summary>Rows on the way to a generated token: the sum of the reported depths.</summary>
    public long Token;

    /// <summary>Deep passes of tokens that had left early.</summary>
    public long Deferred;

    /// <summary>Drafts that were thrown away.</summary>
    public long Rejected;

    /// <summary>All of it.</summary>
    public readonly long Total => Prefill + Token + Deferred + Rejected;

    /// <summary>Adds another account.</summary>
    public void Add(in LayerAccount other)
    {
        Prefill += other.Prefill;
        Token += other.Token;
        Deferred += other.Deferred;
        Rejected += other.Rejected;
    }

    /// <summary>This account and what another has grown by.</summary>
    public readonly LayerAccount With(in LayerAccount now, in LayerAccount before) => new()
    {
        Prefill = Prefill + now.Prefill - before.Prefill,
        Token = Token + now.Token - before.Token,
        Deferred = Deferred + now.Deferred - before.Deferred,
        Rejected = Rejected + now.Rejected - before.Rejected,
    };
}
