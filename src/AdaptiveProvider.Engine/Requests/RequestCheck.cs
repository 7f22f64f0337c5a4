using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Depth.Courses;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Engine.Requests;

/// <summary>Refuses, on the caller's thread, every request that the engine could not serve.</summary>
internal static class RequestCheck
{
    /// <summary>Returns when the request can be served by an otherwise idle engine.</summary>
    /// <exception cref="ArgumentException">A value is out of range or names a token or pass that does not exist.</exception>
    /// <exception cref="RequestTooLongException">Prompt and reply exceed a slot.</exception>
    public static void ThrowIfUnserviceable(GenerationRequest request, ExecutorInfo info)
    {
        request.Sampling.Validated();
        CheckTokens(request, info.VocabularySize);
        if (request.MaxOutputTokens is < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(request), request.MaxOutputTokens, "MaxOutputTokens must be at least 1, or null for no limit.");
        }

        CheckForced(request, info.VocabularySize);
        if (request.TopLogitCount < 0 || request.TopLogitCount > info.VocabularySize)
        {
            throw new ArgumentOutOfRangeException(nameof(request), request.TopLogitCount, $"TopLogitCount must be 0 to {info.VocabularySize}.");
        }

        CheckConstraint(request.Constraint, info.VocabularySize);
        if (request.Depth is { } depth)
        {
            ThrowIfAmbiguous(request);
            DepthCheck.ThrowIfUnserviceable(depth, info);
        }

        CheckExit(request.ExitPass, info.Layout);
        CheckThreshold(request.RouterThreshold, info.Layout);
        int outputTokens = request.MaxOutputTokens ?? Math.Max(1, request.ForcedTokens.Length);
        if (outputTokens > info.SlotLength - request.PromptTokens.Length)
        {
            throw new RequestTooLongException(request.PromptTokens.Length, outputTokens, info.SlotLength);
        }
    }

    private static void ThrowIfAmbiguous(GenerationRequest request)
    {
        if (request.ExitPass is not null || request.RouterThreshold is not null)
        {
            throw new ArgumentException("Depth says how the reply spends depth; leave ExitPass and RouterThreshold out beside it.", nameof(request));
        }
    }

    private static void CheckTokens(GenerationRequest request, int vocabularySize)
    {
        var prompt = request.PromptTokens.Span;
        if (prompt.IsEmpty)
        {
            throw new ArgumentException("The prompt needs at least one token.", nameof(request));
        }

        for (int i = 0; i < prompt.Length; i++)
        {
            if ((uint)prompt[i] >= (uint)vocabularySize)
            {
                throw new ArgumentOutOfRangeException(nameof(request), prompt[i], $"Prompt token {i} is {prompt[i]}; the vocabulary ends at {vocabularySize - 1}.");
            }
        }

        foreach (int token in request.Sampling.LogitBias?.Keys ?? [])
        {
            if (token >= vocabularySize)
            {
                throw new ArgumentOutOfRangeException(nameof(request), token, $"LogitBias names a token outside the vocabulary of {vocabularySize}.");
            }
        }
    }

    private static void CheckForced(GenerationRequest request, int vocabularySize)
    {
        if (request.ForcedTokens.IsEmpty)
        {
            return;
        }

        if (request.MaxOutputTokens is not null)
        {
            throw new ArgumentException("ForcedTokens says how long the reply is; leave MaxOutputTokens out beside it.", nameof(request));
        }

        if (request.Constraint is not null)
        {
            throw new ArgumentException("ForcedTokens leaves nothing to constrain; leave Constraint out beside it.", nameof(request));
        }

        if (request.Depth is { } depth && (depth.Method == DepthMethod.Lossless || depth.RollbackThreshold is not null))
        {
            throw new ArgumentException("ForcedTokens leaves nothing to draft; score with a method without drafts.", nameof(request));
        }

        foreach (int token in request.ForcedTokens.Span)
        {
            if ((uint)token >= (uint)vocabularySize)
            {
                throw new ArgumentOutOfRangeException(nameof(request), token, $"ForcedTokens names token {token}; the vocabulary ends at {vocabularySize - 1}.");
            }
        }
    }

    private static void CheckConstraint(ITokenConstraint? constraint, int vocabularySize)
    {
        int words = (vocabularySize + 31) / 32;
        if (constraint is { IsComplete: true })
        {
            throw new ArgumentException("The constraint is complete at its start, so the reply would be empty.", nameof(constraint));
        }

        if (constraint is not null && constraint.AllowedTokens.Length != words)
        {
            throw new ArgumentException($"The constraint's masks have {constraint.AllowedTokens.Length} words; the model's vocabulary of {vocabularySize} tokens needs {words}. Make it for this model.", nameof(constraint));
        }
    }

    private static void CheckThreshold(float? routerThreshold, StageLayout layout)
    {
        if (routerThreshold is not { } threshold)
        {
            return;
        }

        if (!layout.HasRouterThreshold)
        {
            throw new ArgumentException(
                layout.HasRouter ? "The model's router chooses each token's depth at once and has no threshold; leave RouterThreshold out."
                    : "The model has no router, so RouterThreshold means nothing; leave it out.",
                nameof(routerThreshold));
        }

        if (!(threshold >= 0 && float.IsFinite(threshold)))
        {
            throw new ArgumentOutOfRangeException(nameof(routerThreshold), threshold, "RouterThreshold must be a finite number from 0 (every loop) up; 1 and more take one loop.");
        }
    }

    private static void CheckExit(int? exitPass, StageLayout layout)
    {
        if (exitPass is not { } passes || passes == layout.PassCount)
        {
            return;
        }

        if (passes < 1 || passes > layout.PassCount)
        {
            throw new ArgumentOutOfRangeException(nameof(exitPass), passes, $"ExitPass must be 1 to {layout.PassCount}.");
        }

        if (!layout.CanExitAfter(passes))
        {
            throw new ArgumentException($"The model has no exit to the head after pass {passes}.", nameof(exitPass));
        }
    }
}
