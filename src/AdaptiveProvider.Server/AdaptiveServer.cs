using System.Net;
using AdaptiveProvider.Server.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AdaptiveProvider.Server;

/// <summary>A server of its own over one chat client. It reads no configuration and no environment: what is passed in is all there is.</summary>
public static class AdaptiveServer
{
    private static readonly string[] LocalNames = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Builds the server, which listens once it is started.</summary>
    /// <param name="client">Answers the requests; it is not disposed with the server.</param>
    /// <param name="address">Where to listen.</param>
    /// <param name="options">Keys, names and limits; null takes the defaults.</param>
    /// <param name="configure">Adds to the builder, such as logging.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    public static WebApplication Create(IChatClient client, ListenAddress address, AdaptiveServerOptions? options = null, Action<WebApplicationBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(address);
        options ??= new AdaptiveServerOptions();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(AdaptiveServer).Assembly.GetName().Name });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, address, options));
        builder.Services.AddAdaptiveOpenAI();
        builder.Services.AddSingleton(Options.Create(options));

        // An instance from outside: the container does not dispose it.
        builder.Services.AddSingleton(client);
        builder.Services.AddHostFiltering(hosts => hosts.AllowedHosts = HostsFor(address, options));
        builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy.WithOrigins([.. options.CorsOrigins]).AllowAnyHeader().WithMethods("GET", "POST")));
        configure?.Invoke(builder);
        var app = builder.Build();
        ThrowIfInvalid(app.Services, options);
        Map(app, options);
        return app;
    }

    private static void ThrowIfInvalid(IServiceProvider services, AdaptiveServerOptions options)
    {
        foreach (var rules in services.GetServices<IValidateOptions<AdaptiveServerOptions>>())
        {
            if (rules.Validate(null, options) is { Failed: true } refused)
            {
                throw new OptionsValidationException(nameof(AdaptiveServerOptions), typeof(AdaptiveServerOptions), refused.Failures);
            }
        }
    }

    private static void Map(WebApplication app, AdaptiveServerOptions options)
    {
        // It listens from the first request on, not from the first reading of the metrics.
        app.Services.GetRequiredService<MetricListener>();
        app.UseHostFiltering();
        app.UseRouting();
        if (options.CorsOrigins.Count > 0)
        {
            app.UseCors();
        }

        app.MapAdaptiveOpenAI();
        app.MapAdaptiveStatus();
        if (options.ServesPage)
        {
            app.MapAdaptivePage();
        }
    }

    private static void Listen(KestrelServerOptions kestrel, ListenAddress address, AdaptiveServerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
        kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
        kestrel.Limits.RequestHeadersTimeout = options.BodyReadTimeout;
        kestrel.Listen(new IPEndPoint(address.Address, address.Port));
    }

    // A page of another site can have its name point at this machine; then the browser sends that name.
    private static IList<string> HostsFor(ListenAddress address, AdaptiveServerOptions options)
        => options.AllowedHosts.Count > 0 ? options.AllowedHosts : address.IsLoopback ? LocalNames : ["*"];
}
