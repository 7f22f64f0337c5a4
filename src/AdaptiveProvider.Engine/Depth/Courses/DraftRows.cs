using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Engine.Depth.Courses;

/// <summary>The drafts of a round, which lie in the slot behind the delivered tokens, and how each row of the round draws.</summary>
internal sealed class DraftRows(RequestState request, int rowsMax)
{
    // Apart from the reply's own numbers: whether a draft stands must not depend on what the replacement would be.
    private const int AcceptanceStream = 1;

    // Apart from them too: what replaces a rejected draft must not depend on the number that drew the draft.
    private const int RejectableStream = 2;

    private readonly RowSampling?[] _samplings = new RowSampling?[rowsMax];
    private readonly RowSampling?[] _draftSamplings = new RowSampling?[rowsMax];
    private readonly float[]?[] _distributions = new float[rowsMax][];
    private readonly int[] _drafts = new int[rowsMax];
    private readonly ITokenConstraint?[] _constraints = new ITokenConstraint?[rowsMax]; // [rows], after each draft

    /// <summary>Drafts of the round.</summary>
    public int Count { get; private set; }

    /// <summary>The drafts.</summary>
    public int[] Drafts => _drafts[..Count];

    /// <summary>True when the last draft would end the reply, or its constraint says what comes next, so that drafting on is of no use.</summary>
    public bool EndsReply => Count > 0 && (request.Request.StopTokens.Contains(_drafts[Count - 1]) || _constraints[Count - 1] is { IsComplete: true } or { ImpliedToken: not null });

    /// <summary>Adds a draft.</summary>
    public void Add(int token)
    {
        // A stop token leads nowhere: no row behind it counts.
        _constraints[Count] = request.Request.StopTokens.Contains(token) ? null : Constraint(Count)?.After(token);
        _drafts[Count++] = token;
        request.Slot!.Append(token);
    }

    /// <summary>Takes all drafts back.</summary>
    public void Withdraw()
    {
        request.Slot!.DropTokens(Count);
        Count = 0;
    }

    /// <summary>Puts the drafts back that are still to be verified, after the first of a round have been.</summary>
    public void Restore(ReadOnlySpan<int> drafts, int verified)
    {
        for (int draft = 0; draft < drafts.Length; draft++)
        {
            Add(drafts[draft]);
            (_distributions[draft], _distributions[draft + verified]) = (_distributions[draft + verified], _distributions[draft]);
        }
    }

    /// <summary>How the next draft is drawn: as the reply's token at its place would be.</summary>
    public RowSampling SamplingOfDraft(DraftAcceptance acceptance)
    {
        var sampling = Prepare(_draftSamplings, Count);
        if (acceptance == DraftAcceptance.Rejection && !sampling.Settings.IsGreedy)
        {
            sampling.Distribution = _distributions[Count] ??= new float[request.VocabularySize];
        }

        return sampling;
    }

    /// <summary>Whose random numbers drafts are drawn with: the reply's own, where they stand as full depth's same draw, and others where they may be rejected.</summary>
    public static int StreamOfDraft(DraftAcceptance acceptance) => acceptance == DraftAcceptance.Rejection ? RejectableStream : 0;

    /// <summary>How the rows of a verification are drawn.</summary>
    public IReadOnlyList<RowSampling> SamplingsOfVerification(int length, DraftPilot pilot)
    {
        for (int row = 0; row < length; row++)
        {
            var sampling = Prepare(_samplings, row);
            sampling.Draft = row < Count ? Verified(row, pilot, sampling.Settings.IsGreedy) : null;
        }

        return new ArraySegment<RowSampling>(_samplings!, 0, length);
    }

    private DraftedToken? Verified(int row, DraftPilot pilot, bool isGreedy) => pilot.Acceptance switch
    {
        DraftAcceptance.Rejection when !isGreedy => new DraftedToken(_drafts[row], DraftAcceptance.Rejection)
        {
            Distribution = _distributions[row],
            Uniform = CounterRandom.Uniform(request.Seed, request.Generated + row, AcceptanceStream),
        },
        DraftAcceptance.CrossEntropy => new DraftedToken(_drafts[row], DraftAcceptance.CrossEntropy) { CrossEntropyMax = pilot.CrossEntropyMax },
        _ => null,
    };

    // With penalties each row counts the drafts before it, as it would if they had been delivered.
    private RowSampling Prepare(RowSampling?[] samplings, int row)
    {
        if (samplings[row] is null || request.Sampling.Counts is not null)
        {
            samplings[row] = new RowSampling(request.Sampling.Settings) { Counts = CountsBefore(row), TopLogitCount = request.Sampling.TopLogitCount };
        }

        samplings[row]!.AllowedTokens = Constraint(row)?.AllowedTokens ?? default;
        return samplings[row]!;
    }

    // What may follow the drafts before a row.
    private ITokenConstraint? Constraint(int row) => row == 0 ? request.Constraint : _constraints[row - 1];

    private TokenCounts? CountsBefore(int row)
    {
        if (request.Sampling.Counts is not { } counts)
        {
            return null;
        }

        var own = counts.Copy();
        for (int draft = 0; draft < row; draft++)
        {
            own.AddReply(_drafts[draft]);
        }

        return own;
    }
}
