using System.Text.Json.Serialization.Metadata;
using AdaptiveProvider.Server.Errors;
using AdaptiveProvider.Server.Limits;
using AdaptiveProvider.Server.Replies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AdaptiveProvider.Server.Endpoints;

/// <summary>Reads a body, plans its replies and writes them, within the limits.</summary>
internal sealed class GenerationHandler(RequestBody bodies, RequestGate gate, GuardedHandler guard, IOptions<AdaptiveServerOptions> options, TimeProvider time)
{
    /// <summary>A handler for one shape of body.</summary>
    /// <param name="shape">Reads the body.</param>
    /// <param name="plan">Turns it into replies.</param>
    public RequestDelegate For<T>(JsonTypeInfo<T> shape, Func<T, IChatClient, AdaptiveServerOptions, DateTimeOffset, ReplyPlan> plan)
        where T : class => async context =>
    {
        var request = await bodies.ReadAsync(context, shape).ConfigureAwait(false);
        using var place = gate.Enter();
        var client = context.RequestServices.GetRequiredService<IChatClient>();
        await WriteAsync(context, plan(request, client, options.Value, time.GetUtcNow())).ConfigureAwait(false);
    };

    private async Task WriteAsync(HttpContext context, ReplyPlan plan)
    {
        using var deadline = new CancellationTokenSource(options.Value.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, context.RequestAborted);
        try
        {
            await (plan.Streams
                ? StreamedAnswer.WriteAsync(context, plan, failure => guard.Describe(OrTimeout(failure, deadline)), either.Token)
                : WholeAnswer.WriteAsync(context, plan, either.Token)).ConfigureAwait(false);
        }
        catch (OperationCanceledException late) when (deadline.IsCancellationRequested)
        {
            throw OrTimeout(late, deadline);
        }
    }

    private Exception OrTimeout(Exception failure, CancellationTokenSource deadline)
        => failure is OperationCanceledException && deadline.IsCancellationRequested
            ? new ApiException(503, "server_error", "request_timeout", null, $"The reply was not complete within {options.Value.RequestTimeout.TotalSeconds} seconds. Ask for fewer tokens, or raise the server's {nameof(AdaptiveServerOptions.RequestTimeout)}.")
            : failure;
}
