using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Testing.Engine;

namespace AdaptiveProvider.Testing.Models;

/// <summary>Greedy generation in which each token leaves by a threshold, computing the whole text again in double precision for every exit of every token.</summary>
/// <param name="model">The model. Where missing keys are deferred, one without a tail.</param>
/// <param name="exits">After which passes a token is asked; ascending, without full depth.</param>
/// <param name="measure">What it is judged by.</param>
/// <param name="threshold">What the measure must exceed for it to leave; for a router's score, to go on.</param>
/// <param name="missing">What others find in the passes that a token did not take.</param>
/// <param name="pendingMax">Most tokens that wait for their deep passes, where they are deferred.</param>
public sealed class DepthReference(ReferenceModel model, int[] exits, ExitMeasure measure, double threshold, MissingKeys missing, int pendingMax)
{
    private readonly StageLayout _layout = model.Spec.Layout;
    private readonly List<int> _passes = []; // [positions]

    /// <summary>Continues a prompt, which runs at full depth, or as deep as the model's own router says.</summary>
    public ReferenceReply Generate(int[] prompt, int tokenCount)
    {
        List<int> text = [.. prompt], layers = [];
        List<double> gaps = [], margins = [];
        int deep = prompt.Length - 1;
        _passes.AddRange(PromptPasses(prompt));
        while (layers.Count < tokenCount)
        {
            bool mustGo = missing == MissingKeys.Deferred && text.Count - deep > pendingMax;
            var (passes, margin) = Leave([.. text], mustGo ? [] : exits);
            double[] logits = model.Logits(State([.. text], passes, runsTail: true));
            int best = Array.IndexOf(logits, logits.Max());
            layers.Add(_layout.LayersAtExit(passes));
            gaps.Add(logits[best] - logits.Where((_, token) => token != best).Max());
            margins.Add(Math.Min(margin, margins.Count == 0 ? PromptMargin(prompt) : margins[^1]));
            _passes.Add(missing == MissingKeys.Deferred ? _layout.PassCount : passes);
            text.Add(best);
            deep = passes == _layout.PassCount ? text.Count - 1 : deep;
        }

        return new ReferenceReply([.. text.Skip(prompt.Length)], [.. layers], [.. gaps], [.. margins]);
    }

    private IEnumerable<int> PromptPasses(int[] prompt)
    {
        var run = model.Run(prompt);
        return run.Layers[..^1].Select(layers => _layout.ExitPasses.First(exit => _layout.LayersAtExit(exit) == layers));
    }

    private double PromptMargin(int[] prompt) => model.Run(prompt).Margins[..^1].Append(double.PositiveInfinity).Min();

    private (int Passes, double Margin) Leave(int[] text, int[] asked)
    {
        double margin = double.PositiveInfinity;
        foreach (int exit in asked)
        {
            double score = Score(text, exit);
            margin = Math.Min(margin, Math.Abs(score - threshold));
            if (measure == ExitMeasure.RouterScore ? score <= threshold : score > threshold)
            {
                return (exit, margin);
            }
        }

        return (_layout.PassCount, margin);
    }

    private double Score(int[] text, int exit) => measure switch
    {
        ExitMeasure.RouterScore => model.RouterScore(_layout.Passes[exit].Loop, State(text, exit)),
        ExitMeasure.Cosine or ExitMeasure.RelativeChange => ReferenceMeasures.OfStates(State(text, exit - 1), State(text, exit), measure),
        _ => ReferenceMeasures.OfLogits(model.Logits(State(text, exit, runsTail: true)), measure),
    };

    // The last token's state after so many passes; every token takes the tail where the last one does.
    private double[] State(int[] text, int passes, bool runsTail = false)
        => model.RunExits(text, [.. _passes, passes], copies: missing == MissingKeys.Copied, runsTail).Hidden[^1];
}
