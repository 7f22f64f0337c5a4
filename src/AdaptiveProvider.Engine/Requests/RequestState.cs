using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Depth.Courses;
using AdaptiveProvider.Engine.Diagnostics;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Sampling;
using AdaptiveProvider.Engine.Scheduling;

namespace AdaptiveProvider.Engine.Requests;

/// <summary>The mutable truth about one request. Only the engine thread changes it.</summary>
/// <remarks>
/// Authoritative state. Several lengths differ while a request runs; they are not interchangeable:
/// <list type="table">
/// <item><term>PromptLength</term><description>tokens given; fixed</description></item>
/// <item><term>TokenCount</term><description>prompt + Emitted: tokens whose values are known</description></item>
/// <item><term>ShallowComputed</term><description>positions that ran the first passes, at least up to the shallowest exit taken</description></item>
/// <item><term>DeepComputed</term><description>positions that ran every pass of the request's depth; never above ShallowComputed</description></item>
/// <item><term>CachedTokens</term><description>prompt positions taken over from a slot's cache instead of computed</description></item>
/// <item><term>Generated</term><description>tokens drawn: Emitted, plus 1 when a stop token ended the reply</description></item>
/// <item><term>Emitted</term><description>tokens handed to the reader</description></item>
/// <item><term>FilledTo</term><description>positions whose rows draw nothing, because the next token is known: the prompt's, and implied tokens'</description></item>
/// <item><term>Drafted</term><description>tokens ever drafted; those not yet verified lie in the slot behind TokenCount</description></item>
/// <item><term>Reserved</term><description>positions the slot must hold in the worst case; fixed</description></item>
/// </list>
/// ShallowComputed - DeepComputed is the pending span: positions that still owe deep passes: tokens that left early, or drafts. A static exit never leaves one.
/// </remarks>
internal sealed class RequestState
{
    public RequestState(long id, GenerationRequest request, ExecutorInfo info, Reply reply, long submittedAt, CourseFactory courses)
    {
        Id = id;
        Request = request;
        Reply = reply;
        SubmittedAt = submittedAt;
        Depth = request.Depth is { Method: DepthMethod.Static } fixedExit ? DepthCheck.Exits(fixedExit, info)[0] : request.ExitPass ?? info.Layout.PassCount;
        VocabularySize = info.VocabularySize;
        CanReusePrefix = request.ReusePrefix && !info.Layout.LeavesThroughTail(Depth);
        RouterThreshold = request.RouterThreshold ?? float.NaN;
        OutputMax = request.ForcedTokens.IsEmpty ? request.MaxOutputTokens ?? info.SlotLength - PromptLength : request.ForcedTokens.Length;
        Seed = request.Seed ?? Random.Shared.NextInt64();
        Sampling = new RowSampling(request.Sampling)
        {
            Counts = request.Sampling.HasPenalties ? CountPrompt(request.PromptTokens.Span) : null,
            TopLogitCount = request.TopLogitCount,
        };
        Constraint = request.Constraint;
        FilledTo = PromptLength - 1;
        Item = new WorkItem { Slot = -1, Position = 0, Tokens = default, EndPass = Depth, Sampling = Sampling };
        Course = courses.Create(this);
    }

    public long Id { get; }

    public GenerationRequest Request { get; }

    public Reply Reply { get; }

    /// <summary>What runs next, and what the results mean.</summary>
    public DepthCourse Course { get; }

    public int VocabularySize { get; }

    /// <summary>False also where the prompt itself leaves through the tail, whose keys then differ from those of every other depth.</summary>
    public bool CanReusePrefix { get; }

    /// <summary>Passes that the rows of the prompt take: the static exit, or full depth.</summary>
    public int Depth { get; }

    /// <summary>The threshold for the next step's rows; not-a-number is the model's own.</summary>
    public float RouterThreshold { get; }

    /// <summary>Most tokens to generate; at least 1.</summary>
    public int OutputMax { get; }

    public long Seed { get; }

    /// <summary>How to draw this request's next token; reused by every step.</summary>
    public RowSampling Sampling { get; }

    /// <summary>What may follow the tokens known; null allows all.</summary>
    public ITokenConstraint? Constraint { get; set; }

    /// <summary>Positions, from 0, that are computed like a prompt's: no token is drawn from them.</summary>
    public int FilledTo { get; set; }

    /// <summary>The first position whose row would have drawn a token of the reply that was implied; meaningful while <see cref="FilledTo"/> is not reached.</summary>
    public int ImpliedFrom { get; set; }

    /// <summary>True when the next token is known without the model. The first of a reply is drawn nevertheless, and so are tokens that logits are to be reported of.</summary>
    public bool HasImpliedToken => Generated > 0 && Slot is not null && Course.CanAppend && Request.TopLogitCount == 0 && Constraint is { ImpliedToken: not null };

    /// <summary>This request's part of a step; filled anew by every plan.</summary>
    public WorkItem Item { get; }

    public RequestStatus Status { get; set; }

    /// <summary>True when the request sits the next step out, so that its rows have company.</summary>
    public bool IsHeld { get; set; }

    /// <summary>Steps that it has sat out in a row.</summary>
    public int StepsHeld { get; set; }

    /// <summary>The leased slot; null while waiting and after the end.</summary>
    public Slot? Slot { get; set; }

    public int PromptLength => Request.PromptTokens.Length;

    public int TokenCount => PromptLength + Emitted;

    public int Reserved => PromptLength + OutputMax;

    public int ShallowComputed { get; set; }

    public int DeepComputed { get; set; }

    public int CachedTokens { get; set; }

    public int Generated { get; set; }

    public int Emitted { get; set; }

    /// <summary>Where layer applications went.</summary>
    public LayerAccount Layers;

    /// <summary>Generated tokens that left before full depth.</summary>
    public int EarlyExits { get; set; }

    /// <summary>Tokens whose deeper keys and values came later.</summary>
    public int DeferredTokens { get; set; }

    public int Drafted { get; set; }

    public int AcceptedDrafts { get; set; }

    /// <summary>The token that the next draw is to be replaced by; null where the drawn one counts.</summary>
    public int? ForcedToken => Generated < Request.ForcedTokens.Length ? Request.ForcedTokens.Span[Generated] : null;

    /// <summary>Clock readings; 0 until the moment has come.</summary>
    public long SubmittedAt { get; }

    public long StartedAt { get; set; }

    public long FirstTokenAt { get; set; }

    public RequestSnapshot ToSnapshot() => new(
        Id,
        Status,
        Slot?.Index,
        Depth,
        PromptLength,
        CachedTokens,
        ShallowComputed,
        DeepComputed,
        TokenCount,
        Emitted,
        Reserved,
        Layers.Token)
    {
        PendingMax = Request.Depth?.PendingMax ?? 0,
        ImpliedPending = Emitted == 0 ? 0 : Math.Max(0, FilledTo - DeepComputed),
    };

    private static TokenCounts CountPrompt(ReadOnlySpan<int> prompt)
    {
        var counts = new TokenCounts();
        foreach (int token in prompt)
        {
            counts.AddPrompt(token);
        }

        return counts;
    }
}
