using System.CommandLine;
using AdaptiveProvider.Cpu;
using AdaptiveProvider.Tool.Measurement;

namespace AdaptiveProvider.Tool.Options;

/// <summary>The options that say which model is measured on which documents.</summary>
internal sealed class QualityArguments
{
    /// <summary>Requests at a time.</summary>
    public const int Slots = 16;

    private const int LengthMax = 1024;

    private readonly Option<string?> _model = ModelArguments.FolderOption();
    private readonly Option<string[]> _data = new("--data") { Description = "Documents, JSON lines with messages or text like those of training, .jsonl or .jsonl.gz.", HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
    private readonly Option<bool> _all = new("--all-documents") { Description = "Measure on every document: for data that no training has seen. Otherwise only those that training holds out count." };
    private readonly Option<string> _device = ModelArguments.DeviceOption();
    private readonly Option<string?> _dtype = new("--dtype") { Description = "Precision of the weights (default: int8; bf16 with libtorch).", HelpName = "f32|bf16|int8" };
    private readonly Option<int?> _threads = ModelArguments.ThreadsOption();

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        command.Add(_model);
        command.Add(_data);
        command.Add(_all);
        command.Add(_device);
        command.Add(_dtype);
        command.Add(_threads);
    }

    /// <summary>The model's folder.</summary>
    public string Folder(ParseResult arguments) => ModelArguments.FolderOrDefault(arguments, _model);

    /// <summary>The files of documents.</summary>
    /// <exception cref="UsageException">None is named.</exception>
    public string[] Files(ParseResult arguments)
        => arguments.GetValue(_data) is { Length: > 0 } files ? files : throw new UsageException("no data given. Pass --data FILE with .jsonl or .jsonl.gz files of documents.");

    /// <summary>Whether documents count that training would have used.</summary>
    public bool TakesAll(ParseResult arguments) => arguments.GetValue(_all);

    /// <summary>Loads the model for many requests at a time.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="isCalibrated">Whether the calibration beside the weights is used.</param>
    /// <param name="cancellationToken">Stops loading.</param>
    /// <exception cref="UsageException">It has no tokenizer.</exception>
    public async Task<MeasuredModel> LoadAsync(ParseResult arguments, bool isCalibrated, CancellationToken cancellationToken)
    {
        int threads = ModelArguments.Positive(arguments.GetValue(_threads), "--threads") ?? Environment.ProcessorCount;
        var device = BenchDevice.Of(arguments.GetRequiredValue(_device), threads);
        var subject = BenchSubject.OfFolder(Folder(arguments));
        var model = await MeasuredModel.LoadAsync(
            subject, device, Precision(arguments), Slots, Math.Min(subject.Spec.ContextLength, LengthMax), stepsLoops: false, isCalibrated, cancellationToken).ConfigureAwait(false);
        if (model.Tokenizer is not null)
        {
            return model;
        }

        await model.DisposeAsync().ConfigureAwait(false);
        throw new UsageException($"{Folder(arguments)} has no tokenizer.json, so documents cannot be read with it. Copy the model's tokenizer.json into the folder.");
    }

    /// <summary>Tokens of the longest prompt that leaves room for a reply.</summary>
    /// <exception cref="UsageException">None does.</exception>
    public static int PromptMax(MeasuredModel model, int replyTokens)
    {
        int room = model.Engine.ExecutorInfo.SlotLength - replyTokens;
        return room >= 1 ? room : throw new UsageException($"--reply-tokens {replyTokens} leaves no room for a prompt; the model holds {model.Engine.ExecutorInfo.SlotLength} tokens.");
    }

    private Precision? Precision(ParseResult arguments) => arguments.GetValue(_dtype) switch
    {
        null => null,
        { } name => PrecisionNames.TryParse(name, out var precision) ? precision : throw new UsageException($"--dtype '{name}' is not known; use f32, bf16 or int8."),
    };
}
