using AdaptiveProvider.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Microsoft.SemanticKernel;

/// <summary>Adds models that run in the application's process to a kernel.</summary>
public static class AdaptiveKernelBuilderExtensions
{
    /// <summary>Adds an <see cref="IChatClient"/> that calls the kernel's functions.</summary>
    /// <param name="builder">The kernel's builder.</param>
    /// <param name="folder">The model folder; null takes the options' or else the default model.</param>
    /// <param name="configure">Sets options; null leaves the defaults.</param>
    /// <param name="serviceId">The service id; null is the kernel's default service.</param>
    public static IKernelBuilder AddAdaptiveChatClient(
        this IKernelBuilder builder, string? folder = null, Action<AdaptiveHostingOptions>? configure = null, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddAdaptiveChatClient(folder, configure, serviceId);
        return builder;
    }

    /// <summary>Adds an <see cref="IChatCompletionService"/>, and the <see cref="IChatClient"/> behind it.</summary>
    /// <inheritdoc cref="AddAdaptiveChatClient"/>
    public static IKernelBuilder AddAdaptiveChatCompletion(
        this IKernelBuilder builder, string? folder = null, Action<AdaptiveHostingOptions>? configure = null, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddAdaptiveChatCompletion(folder, configure, serviceId);
        return builder;
    }
}
