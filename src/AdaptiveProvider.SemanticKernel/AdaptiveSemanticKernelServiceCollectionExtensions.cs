using AdaptiveProvider.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds models that run in the application's process to its services, as Semantic Kernel looks for them: singletons under a service id.</summary>
/// <remarks>Functions of the kernel are called where the settings let the model choose. Options, loading and sharing are those of AdaptiveProvider.Hosting.</remarks>
public static class AdaptiveSemanticKernelServiceCollectionExtensions
{
    /// <summary>Adds an <see cref="IChatClient"/> that calls the kernel's functions.</summary>
    /// <param name="services">The services.</param>
    /// <param name="folder">The model folder; null takes the options' or else the default model.</param>
    /// <param name="configure">Sets options; null leaves the defaults.</param>
    /// <param name="serviceId">The service id; null is the kernel's default service.</param>
    public static IServiceCollection AddAdaptiveChatClient(this IServiceCollection services, string? folder, Action<AdaptiveHostingOptions>? configure, string? serviceId)
    {
        void Configure(AdaptiveHostingOptions options)
        {
            options.Folder = folder ?? options.Folder;
            configure?.Invoke(options);
        }

        var client = serviceId is null ? services.AddAdaptiveChatClient(Configure) : services.AddKeyedAdaptiveChatClient(serviceId, Configure);
        client.UseKernelFunctionInvocation();
        return services;
    }

    /// <summary>Adds an <see cref="IChatCompletionService"/>, and the <see cref="IChatClient"/> behind it.</summary>
    /// <param name="services">The services.</param>
    /// <param name="folder">The model folder; null takes the options' or else the default model.</param>
    /// <param name="configure">Sets options; null leaves the defaults.</param>
    /// <param name="serviceId">The service id; null is the kernel's default service.</param>
    public static IServiceCollection AddAdaptiveChatCompletion(
        this IServiceCollection services, string? folder = null, Action<AdaptiveHostingOptions>? configure = null, string? serviceId = null)
        => services
            .AddAdaptiveChatClient(folder, configure, serviceId)
            .AddKeyedSingleton<IChatCompletionService>(serviceId, (provider, key) => provider.GetRequiredKeyedService<IChatClient>(key).AsChatCompletionService(provider));
}
