using System.CommandLine;
using AdaptiveProvider.Engine.Depth;

namespace AdaptiveProvider.Tool.Options;

/// <summary>The options that say how deep a reply's tokens go; the same on every verb that generates.</summary>
internal sealed class DepthArguments
{
    private readonly Option<double?> _budget = NumberOption.Create<double>("--depth-budget", "Largest average share of full depth per generated token, above 0 to 1.", "F");
    private readonly Option<double?> _maxDepth = NumberOption.Create<double>("--max-depth", "Largest share of full depth of any generated token.", "F");
    private readonly Option<double?> _minAgreement = NumberOption.Create<double>("--min-agreement", "Least share of tokens that are full depth's, by the model's calibration.", "F");
    private readonly Option<ExitPolicy?> _policy = WordOption.Create<ExitPolicy>(
        "--exit-policy",
        "How tokens spend depth (default: what suits the model).",
        [.. from policy in (ExitPolicy[])[ExitPolicy.Full, ExitPolicy.Static, ExitPolicy.Confidence, ExitPolicy.Synchronized, ExitPolicy.Router, ExitPolicy.Lossless] select (policy.Value, policy)]);

    private readonly Option<int?> _exitLayer = NumberOption.Create<int>("--exit-layer", "Leave after exactly N layers (see inspect for the exits); alone every token does.", "N");
    private readonly Option<ExitMeasure?> _measure = WordOption.Create(
        "--exit-measure",
        "What tokens are judged by.",
        ("margin", ExitMeasure.Margin),
        ("probability", ExitMeasure.MaxProbability),
        ("entropy", ExitMeasure.Entropy),
        ("cosine", ExitMeasure.Cosine),
        ("change", ExitMeasure.RelativeChange),
        ("classifier", ExitMeasure.Classifier),
        ("gate", ExitMeasure.Gate));

    private readonly Option<float?> _threshold = NumberOption.Create<float>("--exit-threshold", "A token leaves when its measure exceeds X.", "X");
    private readonly Option<int?> _minExitLayer = NumberOption.Create<int>("--min-exit-layer", "No token leaves before N layers.", "N");
    private readonly Option<int?> _loops = NumberOption.Create<int>("--loops", "Take N loops at most (looped models).", "N");
    private readonly Option<int?> _draftLength = NumberOption.Create<int>("--draft-length", "Drafts per round with --exit-policy lossless (default: as measured).", "N");
    private readonly Option<float?> _routerThreshold = NumberOption.Create<float>("--router-threshold", "Take another loop while a token's score is above X; 0 takes all, 1 takes one (models with a router).", "X");
    private readonly Option<bool> _allowFullDepth = new("--allow-full-depth") { Description = "Take full depth where the model cannot do what is asked, instead of failing." };

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        command.Add(_budget);
        command.Add(_maxDepth);
        command.Add(_minAgreement);
        command.Add(_policy);
        command.Add(_exitLayer);
        command.Add(_measure);
        command.Add(_threshold);
        command.Add(_minExitLayer);
        command.Add(_loops);
        command.Add(_draftLength);
        command.Add(_routerThreshold);
        command.Add(_allowFullDepth);
    }

    /// <summary>The wishes of a command line.</summary>
    /// <exception cref="UsageException">A number is out of its range.</exception>
    public DepthOptions ToOptions(ParseResult arguments)
    {
        var options = new DepthOptions
        {
            DepthBudget = arguments.GetValue(_budget),
            MaxDepth = arguments.GetValue(_maxDepth),
            MinAgreement = arguments.GetValue(_minAgreement),
            ExitPolicy = arguments.GetValue(_policy),
            ExitLayer = arguments.GetValue(_exitLayer),
            ExitMeasure = arguments.GetValue(_measure),
            ExitThreshold = arguments.GetValue(_threshold),
            MinExitLayer = arguments.GetValue(_minExitLayer),
            Loops = arguments.GetValue(_loops),
            DraftLength = arguments.GetValue(_draftLength),
            RouterThreshold = arguments.GetValue(_routerThreshold),
            AllowFullDepth = arguments.GetValue(_allowFullDepth) ? true : null,
        };
        try
        {
            return options.Validated();
        }
        catch (ArgumentOutOfRangeException wrong)
        {
            throw new UsageException(Failure.Describe(wrong));
        }
    }
}
