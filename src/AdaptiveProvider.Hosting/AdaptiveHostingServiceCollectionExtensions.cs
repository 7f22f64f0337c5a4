using System.Globalization;
using AdaptiveProvider.Hosting;
using AdaptiveProvider.Hosting.Chat;
using AdaptiveProvider.Hosting.Configuration;
using AdaptiveProvider.Hosting.Loading;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds chat clients over models that run in the application's process.</summary>
/// <remarks>
/// Each call returns the client's <see cref="ChatClientBuilder"/>, for <c>UseFunctionInvocation()</c> and the like. Options are validated when the host starts;
/// the model loads in the background. Clients with the same folder share one model.
/// </remarks>
public static class AdaptiveHostingServiceCollectionExtensions
{
    /// <summary>Adds the application's chat client, over the model of the package AdaptiveProvider.DefaultModel.</summary>
    public static ChatClientBuilder AddAdaptiveChatClient(this IServiceCollection services) => Add(services, null, null, null);

    /// <summary>Adds the application's chat client, over a model folder.</summary>
    public static ChatClientBuilder AddAdaptiveChatClient(this IServiceCollection services, string folder) => Add(services, null, null, InFolder(folder, null));

    /// <summary>Adds the application's chat client, over a model folder.</summary>
    public static ChatClientBuilder AddAdaptiveChatClient(this IServiceCollection services, string folder, Action<AdaptiveHostingOptions> configure)
        => Add(services, null, null, InFolder(folder, configure));

    /// <summary>Adds the application's chat client.</summary>
    public static ChatClientBuilder AddAdaptiveChatClient(this IServiceCollection services, Action<AdaptiveHostingOptions> configure) => Add(services, null, null, configure);

    /// <summary>Adds the application's chat client, with options from a configuration section. A key that names no option is an error.</summary>
    public static ChatClientBuilder AddAdaptiveChatClient(this IServiceCollection services, IConfiguration section, Action<AdaptiveHostingOptions>? configure = null)
        => Add(services, null, section, configure);

    /// <summary>Adds a chat client under a key, over the model of the package AdaptiveProvider.DefaultModel.</summary>
    public static ChatClientBuilder AddKeyedAdaptiveChatClient(this IServiceCollection services, object serviceKey) => Add(services, Key(serviceKey), null, null);

    /// <summary>Adds a chat client under a key, over a model folder.</summary>
    public static ChatClientBuilder AddKeyedAdaptiveChatClient(this IServiceCollection services, object serviceKey, string folder)
        => Add(services, Key(serviceKey), null, InFolder(folder, null));

    /// <summary>Adds a chat client under a key, over a model folder.</summary>
    public static ChatClientBuilder AddKeyedAdaptiveChatClient(this IServiceCollection services, object serviceKey, string folder, Action<AdaptiveHostingOptions> configure)
        => Add(services, Key(serviceKey), null, InFolder(folder, configure));

    /// <summary>Adds a chat client under a key.</summary>
    public static ChatClientBuilder AddKeyedAdaptiveChatClient(this IServiceCollection services, object serviceKey, Action<AdaptiveHostingOptions> configure)
        => Add(services, Key(serviceKey), null, configure);

    /// <summary>Adds a chat client under a key, with options from a configuration section. A key that names no option is an error.</summary>
    public static ChatClientBuilder AddKeyedAdaptiveChatClient(
        this IServiceCollection services, object serviceKey, IConfiguration section, Action<AdaptiveHostingOptions>? configure = null)
        => Add(services, Key(serviceKey), section, configure);

    private static ChatClientBuilder Add(IServiceCollection services, object? key, IConfiguration? section, Action<AdaptiveHostingOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        string name = key is null ? Options.Options.DefaultName : Convert.ToString(key, CultureInfo.InvariantCulture)!;
        AddShared(services);
        AddOptions(services, name, section, configure);
        services.AddSingleton(new ClientRegistration(name));
        if (key is null)
        {
            services.TryAddSingleton(provider => provider.GetRequiredService<HostedModels>().Of(name));
            return services.AddChatClient(provider => Create(provider, name));
        }

        services.TryAddKeyedSingleton(key, (provider, _) => provider.GetRequiredService<HostedModels>().Of(name));
        return services.AddKeyedChatClient(key, provider => Create(provider, name));
    }

    private static void AddShared(IServiceCollection services)
    {
        services.TryAddSingleton(provider => new ModelFolderLocator(provider.GetService<IHostEnvironment>()));
        services.TryAddSingleton<IModelLoader, FolderModelLoader>();
        services.TryAddSingleton<HostedModels>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AdaptiveHostingOptions>, HostingOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, HostedModelService>());
    }

    private static void AddOptions(IServiceCollection services, string name, IConfiguration? section, Action<AdaptiveHostingOptions>? configure)
    {
        var options = services.AddOptions<AdaptiveHostingOptions>(name).ValidateOnStart();
        if (section is not null)
        {
            options.Bind(section, binder => binder.ErrorOnUnknownConfiguration = true);
        }

        if (configure is not null)
        {
            options.Configure(configure);
        }
    }

    private static DeferredChatClient Create(IServiceProvider provider, string name)
        => new(provider.GetRequiredService<HostedModels>().Of(name), ClientPlan.ClientOptions(provider.GetRequiredService<IOptionsMonitor<AdaptiveHostingOptions>>().Get(name)));

    private static Action<AdaptiveHostingOptions> InFolder(string folder, Action<AdaptiveHostingOptions>? configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        return options =>
        {
            options.Folder = folder;
            configure?.Invoke(options);
        };
    }

    private static object Key(object serviceKey)
    {
        ArgumentNullException.ThrowIfNull(serviceKey);
        return serviceKey is "" ? throw new ArgumentException("The key must not be empty: that is the name of the client without one.", nameof(serviceKey)) : serviceKey;
    }
}
