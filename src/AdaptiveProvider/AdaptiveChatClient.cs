using System.Runtime.CompilerServices;
using AdaptiveProvider.Chat;
using AdaptiveProvider.Chat.Replies;
using AdaptiveProvider.Completion;
using AdaptiveProvider.Engine;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider;

/// <summary>An <see cref="IChatClient"/> over a model that runs in this process. Thread-safe: concurrent calls share the model's batches.</summary>
/// <remarks>
/// Temperature, top-p, top-k, penalties, seed, stop sequences and maximum tokens mean what they mean at OpenAI; see
/// <see cref="AdaptiveOptionKeys"/> for the rest. The client keeps no conversation: <see cref="ChatOptions.ConversationId"/> is ignored, and a
/// repeated beginning is found in the cache by itself. An effort means what
/// <see cref="AdaptiveChatClientOptions.ReasoningEffortBehavior"/> says. The client never calls a function itself. Background responses are not offered.
/// </remarks>
public sealed class AdaptiveChatClient : IChatClient, IAsyncDisposable
{
    private readonly AdaptiveModel _model;
    private readonly bool _ownsModel;
    private readonly ModelConventions _conventions;
    private readonly ConversationMapper _conversations;
    private readonly ChatRequestMapper _requests;
    private readonly ChatClientMetadata _metadata;
    private readonly CancellationTokenSource _lifetime = new();
    private int _disposed;

    /// <summary>Creates a client over a loaded model.</summary>
    /// <param name="model">The model; any number of clients may share it.</param>
    /// <param name="ownsModel">Dispose the model with the client.</param>
    /// <param name="options">What calls mean where they say nothing themselves; null takes the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ChatTemplateMissingException">The model is a base model.</exception>
    /// <exception cref="Models.ModelFormatException">The model has no tokenizer.</exception>
    public AdaptiveChatClient(AdaptiveModel model, bool ownsModel = false, AdaptiveChatClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        var tokenizer = model.RequireTokenizer();
        if (model.ChatTemplate is null)
        {
            throw new ChatTemplateMissingException(model.ModelId);
        }

        options = (options ?? new AdaptiveChatClientOptions()).Validated();
        (_model, _ownsModel) = (model, ownsModel);
        _conventions = ModelConventions.Of(model.ChatTemplate, tokenizer);
        _conversations = new ConversationMapper(_conventions, model.ChatTemplate, options.StrictSchemas);
        _requests = new ChatRequestMapper(
            model.ModelId,
            model.GenerationDefaults,
            new EffortMapping(options, canThink: _conventions.Thinking is not null, isCalibrated: model.Calibration is not null),
            options.DefaultDepth,
            tokenizer.EosToken is { } end && tokenizer.FindToken(end) is { } endToken ? [endToken] : [],
            _conversations);
        _metadata = new ChatClientMetadata("adaptive", providerUri: null, model.ModelId);
    }

    /// <summary>Loads a Hugging Face model folder and returns a client that owns it.</summary>
    /// <param name="folder">Path of the folder.</param>
    /// <param name="options">Precision, threads, limits; null takes the defaults.</param>
    /// <param name="clientOptions">What calls mean where they say nothing themselves; null takes the defaults.</param>
    /// <param name="progress">Told how far loading has come.</param>
    /// <param name="cancellationToken">Stops loading.</param>
    /// <exception cref="Models.ModelFormatException">A file is missing, unreadable or unsupported.</exception>
    public static async Task<AdaptiveChatClient> LoadAsync(
        string folder, AdaptiveModelOptions? options = null, AdaptiveChatClientOptions? clientOptions = null, IProgress<ModelLoadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var model = await AdaptiveModel.LoadAsync(folder, options, progress, cancellationToken).ConfigureAwait(false);
        try
        {
            return new AdaptiveChatClient(model, ownsModel: true, clientOptions);
        }
        catch
        {
            await model.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var response = await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken).ConfigureAwait(false);
        TokenDepthReport.MoveToWholeText(response);
        return response;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A message or an option makes no sense.</exception>
    /// <exception cref="DepthNotSupportedException">The model cannot spend depth like that.</exception>
    /// <exception cref="NotSupportedException">A message holds a content that the model cannot read.</exception>
    /// <exception cref="InvalidOperationException">The options name another model.</exception>
    /// <remarks>While reading: <see cref="RequestTooLongException"/>, <see cref="EngineOverloadedException"/>, <see cref="EngineFaultedException"/>.</remarks>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        var request = _requests.Map(messages, options, this);
        _model.CheckDepth(request.Settings.Depth);
        return StreamAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null
            ? null
            : new object?[] { this, _metadata, _model, _model.Engine, _model.Capabilities, _model.Tokenizer }.FirstOrDefault(serviceType.IsInstanceOfType);
    }

    /// <summary>Ends running calls with <see cref="ObjectDisposedException"/>, and unloads the model if the client owns it. Harmless when repeated.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await _lifetime.CancelAsync().ConfigureAwait(false);
            if (_ownsModel)
            {
                await _model.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _lifetime.Token);
        var updates = CompleteAsync(request, either.Token).GetAsyncEnumerator(either.Token);
        await using (updates.ConfigureAwait(false))
        {
            while (await MoveNextAsync(updates, cancellationToken).ConfigureAwait(false))
            {
                yield return updates.Current;
            }
        }
    }

    private async IAsyncEnumerable<ChatResponseUpdate> CompleteAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var createdAt = _model.TimeProvider.GetUtcNow();
        var start = await Task.Run(() => Prepare(request), cancellationToken).ConfigureAwait(false);
        var reader = new ReplyReader(_conventions, request.Reply, start.Prompt);
        var logProbabilities = request.TopLogProbabilities is { } likeliest ? new TokenLogProbabilityReport(_model.RequireTokenizer(), likeliest) : null;
        var mapper = new ChatUpdateMapper(_model.ModelId, createdAt, request.Settings.Depth.ReportsTokenDepth == true, reader, logProbabilities) { SchemaNote = start.SchemaNote };
        var end = new EarlyEnd();
        var settings = request.Settings with { EarlyEnd = end, ShownSpecialTokens = request.Reply.Tools is null ? _conventions.ThoughtMarks : [.. _conventions.ThoughtMarks, .. _conventions.CallMarks], Constraint = start.Constraint };
        await foreach (var completed in _model.CompleteAsync(start.Tokens, settings, cancellationToken).ConfigureAwait(false))
        {
            foreach (var update in mapper.Map(completed))
            {
                yield return update;
            }

            end.IsWanted = reader.IsDone;
        }
    }

    // Off the caller's thread: long conversations and large schemas take their time.
    private ReplyStart Prepare(ChatRequest request)
    {
        string prompt = ConversationMapper.Prompt(_model.RenderChat(request.TemplateContext), request.Reply);
        var start = new ReplyStart(prompt, _model.EncodeRendered(prompt));
        if (request.Reply.Shape is not { } shape)
        {
            return start;
        }

        var (constraint, note) = ReplyConstraints.Of(shape, _model.Constraints);
        return start with { Constraint = constraint, SchemaNote = note };
    }

    private async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, CancellationToken cancellationToken)
    {
        try
        {
            return await updates.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception failure) when (_disposed != 0 && failure is OperationCanceledException or ObjectDisposedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new ObjectDisposedException(nameof(AdaptiveChatClient), failure);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The caller's own token, not the linked one, so that a filter on it works.
            throw new OperationCanceledException(cancellationToken);
        }
    }
}
