using System.Collections.Frozen;
using System.Text.Json.Nodes;
using AdaptiveProvider.Chat;
using AdaptiveProvider.Completion;
using AdaptiveProvider.Constraints;
using AdaptiveProvider.Depth;
using AdaptiveProvider.Downloads;
using AdaptiveProvider.Engine;
using AdaptiveProvider.Engine.Depth.Calibration;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Templates;
using AdaptiveProvider.Models.Tokenization;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider;

/// <summary>A loaded model: an engine over its weights, its tokenizer and its chat template. Immutable and thread-safe; shared by any number of clients.</summary>
public sealed class AdaptiveModel : IAsyncDisposable, IDisposable
{
    private readonly ModelFolder? _folder;
    private readonly TextCompleter _completer;
    private readonly Lazy<JsonConstraints> _constraints;
    private int _disposed;

    internal AdaptiveModel(LoadedFolder loaded, IModelExecutor executor, AdaptiveModelOptions options)
    {
        (_folder, ModelId, Tokenizer, ChatTemplate, GenerationDefaults) = (loaded.Folder, loaded.ModelId, loaded.Tokenizer, loaded.ChatTemplate, loaded.GenerationDefaults);
        TimeProvider = options.TimeProvider;
        Engine = new InferenceEngine(executor, options.Engine, options.LoggerFactory, options.TimeProvider);
        Capabilities = ModelCapabilities.Of(Engine.ExecutorInfo);
        Calibration = loaded.Calibration;
        _constraints = new Lazy<JsonConstraints>(NewConstraints);
        _completer = new TextCompleter(Engine, Tokenizer, new DepthSettingsMapper(Engine.ExecutorInfo, Calibration), GenerationDefaults.EosTokens.ToFrozenSet());
    }

    /// <summary>The name that responses carry.</summary>
    public string ModelId { get; }

    /// <summary>Depth, exits, context and vocabulary.</summary>
    public ModelCapabilities Capabilities { get; }

    /// <summary>The tokenizer; null when the folder has none, and prompts must be token ids.</summary>
    public Tokenizer? Tokenizer { get; }

    /// <summary>How conversations are written down; null for a base model.</summary>
    public ChatTemplate? ChatTemplate { get; }

    /// <summary>End tokens and sampling defaults of <c>generation_config.json</c>.</summary>
    public GenerationDefaults GenerationDefaults { get; }

    /// <summary>What the model's ways to spend depth were worth when they were measured; null where nobody has.</summary>
    public DepthCalibration? Calibration { get; }

    /// <summary>The engine that runs the requests.</summary>
    public InferenceEngine Engine { get; }

    /// <summary>Makes constraints for <see cref="CompletionSettings.Constraint"/>; the vocabulary is indexed when the first is made.</summary>
    /// <exception cref="ModelFormatException">The model has no tokenizer.</exception>
    public JsonConstraints Constraints => _constraints.Value;

    internal TimeProvider TimeProvider { get; }

    /// <summary>Loads a Hugging Face model folder: config.json, safetensors weights and, where there are, tokenizer, chat template and generation defaults.</summary>
    /// <param name="folder">Path of the folder.</param>
    /// <param name="options">Precision, threads, limits; null takes the defaults.</param>
    /// <param name="progress">Told how far loading has come.</param>
    /// <param name="cancellationToken">Stops loading.</param>
    /// <exception cref="ModelFormatException">A file is missing, unreadable or unsupported.</exception>
    public static Task<AdaptiveModel> LoadAsync(
        string folder, AdaptiveModelOptions? options = null, IProgress<ModelLoadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var validated = (options ?? new AdaptiveModelOptions()).Validated();
        return Task.Run(() => ModelLoader.Load(folder, validated, progress, cancellationToken), cancellationToken);
    }

    /// <summary>The name of a folder's model where options give none: <c>organisation/model</c> in Hugging Face's cache, else the folder's own name.</summary>
    public static string NameOf(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return HubCache.RepositoryOf(folder) ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
    }

    /// <summary>Tokens of a text, without the special tokens that a prompt would get around it.</summary>
    /// <exception cref="ModelFormatException">The model has no tokenizer.</exception>
    public int CountTokens(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return RequireTokenizer().Encode(text, addSpecialTokens: false).Length;
    }

    /// <summary>Encodes a prompt with the special tokens that the model expects around it.</summary>
    /// <exception cref="ModelFormatException">The model has no tokenizer.</exception>
    public int[] Encode(string prompt)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return RequireTokenizer().Encode(prompt);
    }

    /// <summary>Completes a text: the prompt is encoded with the tokenizer's special tokens (usually a beginning-of-text token).</summary>
    /// <exception cref="ModelFormatException">The model has no tokenizer.</exception>
    /// <exception cref="RequestTooLongException">The prompt leaves no room for a reply.</exception>
    public IAsyncEnumerable<CompletionUpdate> CompleteAsync(string prompt, CompletionSettings? settings = null, CancellationToken cancellationToken = default)
        => CompleteAsync(Encode(prompt), settings, cancellationToken);

    /// <summary>Completes token ids. Nothing runs until the updates are read; leaving the loop early frees the request's slot.</summary>
    /// <exception cref="ArgumentException">A token or a setting is out of range.</exception>
    /// <exception cref="RequestTooLongException">The prompt leaves no room for a reply.</exception>
    public IAsyncEnumerable<CompletionUpdate> CompleteAsync(
        ReadOnlyMemory<int> promptTokens, CompletionSettings? settings = null, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        return _completer.CompleteAsync(promptTokens, settings ?? new CompletionSettings(), cancellationToken);
    }

    /// <summary>What options of a chat call come to for <see cref="CompleteAsync(string, CompletionSettings?, CancellationToken)"/>: the same names, ranges and defaults.</summary>
    /// <param name="options">Sampling, seed, maximum, stop sequences and <see cref="AdaptiveOptionKeys"/>; what concerns only conversations is ignored.</param>
    /// <exception cref="ArgumentException">An option is out of its range or unknown; the exception names it.</exception>
    public CompletionSettings CompletionSettingsFrom(ChatOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var efforts = new EffortMapping(new AdaptiveChatClientOptions(), canThink: false, isCalibrated: Calibration is not null);
        return new ChatRequestMapper(ModelId, GenerationDefaults, efforts, new DepthOptions(), []).ToSettings(options, null).Settings;
    }

    /// <summary>How likely the model found a token that was drawn with <see cref="CompletionSettings.TopLogitCount"/> of at least 1.</summary>
    /// <param name="token">The token.</param>
    /// <param name="likeliest">Alternatives to report, up to the count that was asked for.</param>
    /// <exception cref="ModelFormatException">The model has no tokenizer.</exception>
    public TokenLogProbability LogProbabilityOf(TokenEvent token, int likeliest = 0) => TokenLogProbabilityReport.Of(token, RequireTokenizer(), likeliest);

    /// <summary>Writes a conversation down with the model's chat template and encodes it.</summary>
    /// <param name="context">What the template sees: messages, tools, add_generation_prompt and the like. Special tokens are added to a copy.</param>
    /// <exception cref="ChatTemplateMissingException">The model has no chat template.</exception>
    /// <exception cref="TemplateException">The template refuses the conversation.</exception>
    public int[] EncodeChat(JsonObject context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return EncodeRendered(RenderChat(context));
    }

    /// <summary>Stops the engine and unloads the model; running requests fail. Harmless when repeated.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await Engine.DisposeAsync().ConfigureAwait(false);
            _folder?.Dispose();
        }
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <inheritdoc cref="EncodeChat"/>
    /// <summary>Writes a conversation down with the model's chat template.</summary>
    internal string RenderChat(JsonObject context)
    {
        var template = ChatTemplate ?? throw new ChatTemplateMissingException(ModelId);
        return template.Render(TemplateContext.WithSpecialTokens(context, RequireTokenizer()), TimeProvider.GetLocalNow().DateTime);
    }

    /// <summary>Encodes what a template has written: it has put the special tokens there itself, the beginning-of-text token too.</summary>
    internal int[] EncodeRendered(string prompt) => RequireTokenizer().Encode(prompt, addSpecialTokens: false);

    private JsonConstraints NewConstraints()
    {
        var tokenizer = RequireTokenizer();
        int? end = tokenizer.EosToken is { } token ? tokenizer.FindToken(token) : null;
        return new JsonConstraints(tokenizer, Capabilities.VocabularySize, end is { } known ? GenerationDefaults.EosTokens.Append(known) : GenerationDefaults.EosTokens);
    }

    /// <inheritdoc cref="TextCompleter.CheckDepth"/>
    internal void CheckDepth(DepthOptions depth) => _completer.CheckDepth(depth);

    internal Tokenizer RequireTokenizer() => Tokenizer ?? throw new ModelFormatException(
        Path.Combine(_folder?.Path ?? ModelId, "tokenizer.json"), null, "missing, so the model takes and gives only token ids. Copy the model's tokenizer.json into the folder.");
}
