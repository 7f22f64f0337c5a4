using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Testing.Models;
using Xunit;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>What tests of recursive and routed models share.</summary>
public abstract class RecursionSuite(IExecutorKind kind) : ExecutorSuite(kind)
{
    /// <summary>Router scores in single precision are that near to the reference's.</summary>
    protected const double ScoreTolerance = 2e-5;

    /// <summary>Router scores after layers of rounded weights.</summary>
    protected const double NarrowScoreTolerance = 0.1;

    /// <summary>Root mean square error of logits over that of the logits themselves, with rounded weights.</summary>
    protected const double NarrowError = 0.15;

    /// <summary>Runs items in one step.</summary>
    protected static RoutedRows[] Run(TinyExecutor tiny, params WorkItem[] items)
    {
        var tokens = tiny.Steps.Run(items);
        return [.. tokens.Zip(tiny.Steps.HeadLayers, (item, layers) => new RoutedRows(item, layers))];
    }

    /// <summary>All rows of a text in one step.</summary>
    protected static RoutedRows Prefill(TinyExecutor tiny, int slot, int[] tokens, float threshold = float.NaN)
        => Run(tiny, tiny.Steps.Item(slot, 0, tokens, HeadRows.All, threshold: threshold))[0];

    /// <summary>A text row by row.</summary>
    protected static RoutedRows Decode(TinyExecutor tiny, int slot, int[] tokens, float threshold = float.NaN)
    {
        var rows = tokens.Select((_, position) => Run(tiny, tiny.Steps.Item(slot, position, tokens.AsMemory(position, 1), threshold: threshold))[0]).ToArray();
        return new RoutedRows([.. rows.SelectMany(row => row.Tokens)], [.. rows.SelectMany(row => row.Layers)]);
    }

    /// <summary>Depths and logits are the reference's, as far as they are certain.</summary>
    protected static void AssertMatches(ReferenceModel reference, ReferenceRun run, RoutedRows rows, int certain)
    {
        Assert.Equal(run.Layers[..certain], rows.Layers[..certain]);
        for (int row = 0; row < certain; row++)
        {
            TokenAssert.Close(reference.Logits(run.Hidden[row]), rows.Tokens[row], SingleTolerance);
        }
    }

    /// <summary>Rows from a position on have the depths and logits of the same text's rows elsewhere; near-ties aside where the executor's rows depend on company.</summary>
    protected void AssertSameRows(
        TinyExecutor tiny, int[] text, float threshold, RoutedRows expected, RoutedRows actual, int from = 0, TestPrecision weights = TestPrecision.F32)
    {
        int certain = Kind.RowTolerance(weights) == 0 ? text.Length
            : tiny.Reference.Run(text, routerThreshold: float.IsNaN(threshold) ? null : threshold).CertainCount(ScoreTolerance);
        int end = Math.Max(from, Math.Min(certain, from + actual.Layers.Length));
        Assert.Equal(expected.Layers[from..end], actual.Layers[..(end - from)]);
        AssertSame(expected.Tokens.AsSpan(from..end), actual.Tokens.AsSpan(0, end - from), weights);
    }

    /// <summary>Root mean square error of the reported logits over that of the reference's.</summary>
    protected static double RelativeError(ReferenceModel reference, ReferenceRun run, RoutedRows rows, int count)
    {
        double squaredError = 0, squared = 1e-12;
        for (int row = 0; row < count; row++)
        {
            double[] expected = reference.Logits(run.Hidden[row]);
            squaredError += rows.Tokens[row].TopLogits!.Sum(logit => Math.Pow(logit.Logit - expected[logit.Token], 2));
            squared += rows.Tokens[row].TopLogits!.Sum(logit => Math.Pow(expected[logit.Token], 2));
        }

        return Math.Sqrt(squaredError / squared);
    }
}
