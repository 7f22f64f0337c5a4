using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Diagnostics;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Requests;

namespace AdaptiveProvider.Engine.Scheduling;

/// <summary>What the executor's cache of one slot holds: the tokens, and for each pass how many positions are valid.</summary>
/// <remarks>The content outlives its request, so that a later one with the same prefix need not compute it again.</remarks>
internal sealed class Slot
{
    private readonly int _length;
    private readonly int[] _valid; // [passes]: positions whose cache of that pass belongs to the tokens below
    private readonly bool[] _overwritten; // [passes]: a later loop writes the same plane
    private readonly bool _isRouted; // rows of one pass differ with the router's threshold
    private int[] _tokens = [];
    private int _inexactFrom = int.MaxValue; // the first position whose cache is not what the request's prompt would have given it
    private float[] _thresholds = []; // [positions], the router threshold that each computed row was given; unused without a router

    public Slot(int index, int length, StageLayout layout)
    {
        Index = index;
        _length = length;
        _isRouted = layout.HasRouterThreshold;
        _valid = new int[layout.PassCount];
        _overwritten = [.. layout.Passes.Select(pass => layout.Stages[pass.StageIndex] is { KvPolicy: KvPolicy.SingleOverwritten } stage
            && pass.Loop + 1 < stage.Loops)];
    }

    public int Index { get; }

    /// <summary>The request that runs here; null when idle.</summary>
    public RequestState? Lease { get; private set; }

    /// <summary>Known tokens, computed or not.</summary>
    public int TokenCount { get; private set; }

    /// <summary>When the last lease ended; larger is later, 0 is never.</summary>
    public long LastUsed { get; private set; }

    /// <summary>Positions with a cache of at least one pass.</summary>
    public int ContentLength => _valid.Max();

    /// <summary>Positions valid in the given pass.</summary>
    public int ValidIn(int pass) => _valid[pass];

    /// <summary>How many leading tokens of a prompt are cached here, at the depth and the router threshold that the request needs.</summary>
    /// <remarks>A row of another threshold may have another depth, and later rows would attend to what it left or did not leave.</remarks>
    public int CommonPrefix(ReadOnlySpan<int> prompt, int depth, float routerThreshold)
    {
        int valid = Math.Min(Math.Min(_valid[depth - 1], _inexactFrom), prompt.Length);
        int common = prompt[..valid].CommonPrefixLength(_tokens.AsSpan(0, valid));
        int differing = _isRouted ? _thresholds.AsSpan(0, common).IndexOfAnyExcept(routerThreshold) : -1;
        return differing < 0 ? common : differing;
    }

    /// <summary>Starts a lease that keeps the first <paramref name="cached"/> positions.</summary>
    public void Begin(RequestState request, int cached)
    {
        var prompt = request.Request.PromptTokens.Span;
        Truncate(cached);
        EnsureCapacity(prompt.Length);
        prompt[cached..].CopyTo(_tokens.AsSpan(cached));
        TokenCount = prompt.Length;
        Lease = request;
    }

    /// <summary>Ends the lease; the content stays.</summary>
    public void End(long now)
    {
        Lease = null;
        LastUsed = now;
    }

    /// <summary>Takes over the first positions of another slot, as the executor's copy did.</summary>
    public void CopyFrom(Slot source, int count)
    {
        EnsureCapacity(count);
        source._tokens.AsSpan(0, count).CopyTo(_tokens);
        if (_isRouted)
        {
            source._thresholds.AsSpan(0, count).CopyTo(_thresholds);
        }

        source._valid.CopyTo(_valid, 0);
        Truncate(count);
        _inexactFrom = int.MaxValue;
        TokenCount = count;
    }

    /// <summary>Forgets everything from a position on.</summary>
    public void Truncate(int count)
    {
        foreach (ref int valid in _valid.AsSpan())
        {
            valid = Math.Min(valid, count);
        }

        TokenCount = Math.Min(TokenCount, count);
        _inexactFrom = count <= _inexactFrom ? int.MaxValue : _inexactFrom;
    }

    /// <summary>Forgets the cache from a position on, but not the tokens: rejected drafts ran there.</summary>
    public void DropCache(int count)
    {
        foreach (ref int valid in _valid.AsSpan())
        {
            valid = Math.Min(valid, count);
        }
    }

    /// <summary>Takes the last tokens back.</summary>
    public void DropTokens(int count) => TokenCount -= count;

    /// <summary>Notes that from a position on the cache depends on how deep this request's tokens went, so that no other request may take it over.</summary>
    public void MarkInexact(int position) => _inexactFrom = Math.Min(_inexactFrom, position);

    /// <summary>Adds a generated token.</summary>
    public void Append(int token)
    {
        EnsureCapacity(TokenCount + 1);
        _tokens[TokenCount++] = token;
    }

    /// <summary>Token ids of consecutive positions; valid until the next change.</summary>
    public ReadOnlyMemory<int> Tokens(int position, int count) => _tokens.AsMemory(position, count);

    /// <summary>Records what an executed item wrote.</summary>
    /// <param name="item">The item.</param>
    /// <param name="tailPass">The layout's tail: what an item wrote there after leaving early is no prefix for others.</param>
    public void MarkComputed(WorkItem item, int tailPass)
    {
        int end = item.Position + item.Length;
        for (int pass = item.FirstPass; pass < item.EndPass; pass++)
        {
            _valid[pass] = _overwritten[pass] && pass + 1 < item.EndPass ? 0 : end;
        }

        for (int pass = tailPass; item.RunsTail && pass < _valid.Length; pass++)
        {
            _valid[pass] = Math.Min(_valid[pass], item.Position);
        }

        if (_isRouted && item.EndPass > item.FirstPass)
        {
            _thresholds.AsSpan(item.Position, item.Length).Fill(item.RouterThreshold);
        }
    }

    public SlotSnapshot ToSnapshot() => new(Index, Lease?.Id, ContentLength);

    private void EnsureCapacity(int count)
    {
        if (count > _tokens.Length)
        {
            Array.Resize(ref _tokens, Math.Min(_length, Math.Max(count, Math.Max(64, _tokens.Length * 2))));
            Array.Resize(ref _thresholds, _isRouted ? _tokens.Length : 0);
        }
    }
}
