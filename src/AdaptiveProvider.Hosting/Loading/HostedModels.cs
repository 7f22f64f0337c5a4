using AdaptiveProvider.Hosting.Configuration;
using AdaptiveProvider.Models.Execution;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AdaptiveProvider.Hosting.Loading;

/// <summary>The models of all registered clients: one for every folder and model id, however many clients name it.</summary>
internal sealed class HostedModels : IAsyncDisposable, IDisposable
{
    private static readonly StringComparer PathComparer = OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
    private readonly Dictionary<string, HostedModel> _byClient = [];
    private readonly List<Entry> _entries = [];

    public HostedModels(
        IEnumerable<ClientRegistration> clients,
        IOptionsMonitor<AdaptiveHostingOptions> options,
        ModelFolderLocator locator,
        IModelLoader loader,
        IEnumerable<IExecutorFactory> executors,
        ILoggerFactory? loggers = null,
        TimeProvider? time = null)
    {
        IExecutorFactory[] plugged = [.. executors];
        foreach (var client in clients.Distinct())
        {
            var wanted = options.Get(client.Name);
            string folder = locator.Locate(wanted.Folder);
            var entry = _entries.Find(known => PathComparer.Equals(known.Model.Folder, folder) && known.First.ModelId == wanted.ModelId);
            if (entry is null)
            {
                entry = new Entry(client, wanted, new HostedModel(folder, ClientPlan.ModelOptions(wanted, plugged, loggers, time), loader)) { Startup = wanted.Startup };
                _entries.Add(entry);
            }

            RefuseDisagreement(entry, client, wanted);
            entry.Startup = MoreEager(entry.Startup, wanted.Startup);
            _byClient.Add(client.Name, entry.Model);
        }
    }

    /// <summary>Every model, and when it is loaded.</summary>
    public IEnumerable<(HostedModel Model, ModelStartup Startup)> All => _entries.Select(entry => (entry.Model, entry.Startup));

    /// <summary>The model of a client.</summary>
    public HostedModel Of(string client) => _byClient[client];

    public async ValueTask DisposeAsync() => await Task.WhenAll(_entries.Select(entry => entry.Model.DisposeAsync().AsTask())).ConfigureAwait(false);

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static void RefuseDisagreement(Entry entry, ClientRegistration client, AdaptiveHostingOptions wanted)
    {
        if (ClientPlan.Disagreement(entry.First, wanted) is { } option)
        {
            throw new OptionsValidationException(client.Name, typeof(AdaptiveHostingOptions),
            [
                $"{option} differs between {entry.Client.Title} and {client.Title}, which share the model in {entry.Model.Folder}. Give both the same, or different ModelIds to load it twice.",
            ]);
        }
    }

    private static ModelStartup MoreEager(ModelStartup left, ModelStartup right)
        => left == ModelStartup.Wait || right == ModelStartup.OnFirstCall ? left : right == ModelStartup.Wait || left == ModelStartup.OnFirstCall ? right : left;

    /// <summary>A model, and the client that named it first.</summary>
    private sealed record Entry(ClientRegistration Client, AdaptiveHostingOptions First, HostedModel Model)
    {
        public ModelStartup Startup { get; set; }
    }
}
