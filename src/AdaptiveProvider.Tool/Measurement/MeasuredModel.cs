using System.Collections.Frozen;
using System.Text.Json.Nodes;
using AdaptiveProvider.Cpu;
using AdaptiveProvider.Depth;
using AdaptiveProvider.Engine;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Depth.Calibration;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Templates;
using AdaptiveProvider.Models.Tokenization;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Tool.Measurement;

/// <summary>A model on a device for measurements of depth: its engine, and how to write prompts for it.</summary>
internal sealed class MeasuredModel : IAsyncDisposable
{
    private readonly BenchSubject _subject;
    private readonly Tokenizer? _tokenizer;
    private readonly ChatTemplate? _template;

    private MeasuredModel(BenchSubject subject, DepthCalibration? calibration, InferenceEngine engine, InferenceEngine? stepped)
    {
        (_subject, Calibration, Engine, Stepped) = (subject, calibration, engine, stepped);
        if (subject.Folder is { } folder)
        {
            _tokenizer = File.Exists(Path.Combine(folder, "tokenizer.json")) ? Tokenizer.Load(folder) : null;
            _template = ChatTemplate.Load(folder);
        }

        EndTokens = subject.EndTokens.ToFrozenSet();
        Work = WeightWork.Of(subject.Spec, subject.Weights);
    }

    /// <summary>What reports call it.</summary>
    public string Name => _subject.Name;

    /// <summary>The mathematics.</summary>
    public ModelSpec Spec => _subject.Spec;

    /// <summary>The depth.</summary>
    public StageLayout Layout => Spec.Layout;

    /// <summary>What a token costs at a depth.</summary>
    public WeightWork Work { get; }

    /// <summary>What the model's methods were worth when they were measured; null where nobody has, or on other weights.</summary>
    public DepthCalibration? Calibration { get; }

    /// <summary>Turns wishes about depth into settings, as the library does.</summary>
    public DepthSettingsMapper Depth => new(Engine.ExecutorInfo, Calibration);

    /// <summary>An engine in which a token's loops run in one step.</summary>
    public InferenceEngine Engine { get; }

    /// <summary>An engine in which every loop is a step; null where it was not asked for or the model has no single looped stage.</summary>
    public InferenceEngine? Stepped { get; }

    /// <summary>The tokenizer; null for random weights.</summary>
    public Tokenizer? Tokenizer => _tokenizer;

    /// <summary>Tells the weights from others.</summary>
    public string Fingerprint => WeightFingerprint.Of(_subject.Weights);

    /// <summary>Tokens that end a reply.</summary>
    public FrozenSet<int> EndTokens { get; }

    /// <summary>True when weights were trained, so that exits and routers mean something.</summary>
    public bool IsTrained => _subject.Folder is not null;

    /// <summary>Loads a model.</summary>
    /// <param name="subject">The weights; the model owns them from here on.</param>
    /// <param name="device">Where it runs.</param>
    /// <param name="precision">Precision of the weights; null takes the device's.</param>
    /// <param name="slots">Requests at a time.</param>
    /// <param name="slotLength">Tokens of each.</param>
    /// <param name="stepsLoops">Whether a second engine is wanted that runs loop by loop.</param>
    /// <param name="isCalibrated">Whether the calibration beside the weights is used, its vocabulary for drafts too.</param>
    /// <param name="cancellationToken">Stops loading.</param>
    public static async Task<MeasuredModel> LoadAsync(
        BenchSubject subject, BenchDevice device, Precision? precision, int slots, int slotLength, bool stepsLoops, bool isCalibrated, CancellationToken cancellationToken)
    {
        InferenceEngine? engine = null;
        try
        {
            var calibration = isCalibrated ? FindCalibration(subject) : null;
            engine = Start(stepsLoops: false);
            bool hasLoops = subject.Spec.Layout.Stages.Count(stage => stage.Loops > 1) == 1;
            return new MeasuredModel(subject, calibration, engine, stepsLoops && hasLoops ? Start(stepsLoops: true) : null);

            InferenceEngine Start(bool stepsLoops) => new(
                device.Load(subject, precision ?? device.DefaultPrecision, slots, slotLength, calibration?.DraftVocabulary ?? [], cancellationToken).Executor,
                new EngineOptions { StepsLoops = stepsLoops, WaitWhenFull = true });
        }
        catch
        {
            if (engine is not null)
            {
                await engine.DisposeAsync().ConfigureAwait(false);
            }

            subject.Dispose();
            throw;
        }
    }

    /// <summary>A text as a prompt: what a user says, where the model has a chat template; else the text's beginning.</summary>
    /// <exception cref="InvalidOperationException">The model has no tokenizer.</exception>
    public int[] EncodePrompt(string text) => _template is null
        ? RequireTokenizer().Encode(text)
        : EncodeChat(new JsonArray(new JsonObject { ["role"] = "user", ["content"] = text }), addGenerationPrompt: true);

    /// <summary>True when conversations can be written down.</summary>
    public bool HasTemplate => _template is not null;

    /// <summary>Messages as the template writes them down.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="addGenerationPrompt">Whether the beginning of a reply follows, which makes the model reply.</param>
    /// <exception cref="InvalidOperationException">The model has no tokenizer or no template.</exception>
    public int[] EncodeChat(JsonArray messages, bool addGenerationPrompt)
    {
        var template = _template ?? throw new InvalidOperationException($"{Name} has no chat template.");
        var context = TemplateContext.WithSpecialTokens(new JsonObject { ["messages"] = messages, ["add_generation_prompt"] = addGenerationPrompt }, RequireTokenizer());
        return RequireTokenizer().Encode(template.Render(context), addSpecialTokens: false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync().ConfigureAwait(false);
        if (Stepped is not null)
        {
            await Stepped.DisposeAsync().ConfigureAwait(false);
        }

        _subject.Dispose();
    }

    private static DepthCalibration? FindCalibration(BenchSubject subject)
    {
        string? path = subject.Folder is { } folder ? Path.Combine(folder, CalibrationFile.Name) : null;
        return File.Exists(path) && CalibrationFile.Read(path) is { } calibration && calibration.ModelFingerprint == WeightFingerprint.Of(subject.Weights) ? calibration : null;
    }

    private Tokenizer RequireTokenizer() => _tokenizer ?? throw new InvalidOperationException($"{Name} has no tokenizer.");
}
