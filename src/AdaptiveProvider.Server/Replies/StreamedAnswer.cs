using System.Buffers;
using AdaptiveProvider.Server.Errors;
using Microsoft.AspNetCore.Http;

namespace AdaptiveProvider.Server.Replies;

/// <summary>Answers with events, as the replies' pieces come.</summary>
internal static class StreamedAnswer
{
    /// <remarks>A failure before the first piece is thrown and can still become a status; a later one becomes the last event.</remarks>
    public static async Task WriteAsync(HttpContext context, ReplyPlan plan, Func<Exception, ApiException> describe, CancellationToken cancellationToken)
    {
        var pieces = ReplyMerge.ReadAsync(plan.Sources, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (pieces.ConfigureAwait(false))
        {
            bool hasPiece = await pieces.MoveNextAsync().ConfigureAwait(false);
            Begin(context.Response);
            for (int reply = 0; reply < plan.Sources.Count; reply++)
            {
                if (plan.Format.Opening(reply) is { } opening)
                {
                    WriteEvent(context.Response, opening);
                }
            }

            try
            {
                await WritePiecesAsync(context, plan, pieces, hasPiece, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (!context.RequestAborted.IsCancellationRequested)
            {
                WriteEvent(context.Response, ErrorResponse.ToJson(describe(failure)));
                await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            }
        }
    }

    private static async Task WritePiecesAsync(
        HttpContext context, ReplyPlan plan, IAsyncEnumerator<(int Reply, ReplyPart Part)> pieces, bool hasPiece, CancellationToken cancellationToken)
    {
        var totals = new ReplyTotals(plan.RepliesPerPrompt);
        for (; hasPiece; hasPiece = await pieces.MoveNextAsync().ConfigureAwait(false))
        {
            var (reply, part) = pieces.Current;
            if (part.End is { } end)
            {
                totals.Add(reply, end);
            }

            WriteEvent(context.Response, plan.Format.Piece(reply, part));
            await context.Response.BodyWriter.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        if (plan.IncludesUsage)
        {
            WriteEvent(context.Response, plan.Format.Usage(totals));
        }

        if (totals.MeanDepth is { } meanDepth && context.Response.SupportsTrailers())
        {
            context.Response.AppendTrailer(WholeAnswer.MeanDepthHeader, WholeAnswer.Text(meanDepth));
        }

        WriteEvent(context.Response, "[DONE]"u8);
        await context.Response.BodyWriter.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void Begin(HttpResponse response)
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";

        // Proxies that buffer answers would hold the pieces back.
        response.Headers["X-Accel-Buffering"] = "no";
        if (response.SupportsTrailers())
        {
            response.DeclareTrailer(WholeAnswer.MeanDepthHeader);
        }
    }

    // JSON without indentation has no line breaks, so one data line holds it.
    private static void WriteEvent(HttpResponse response, ReadOnlySpan<byte> data)
    {
        response.BodyWriter.Write("data: "u8);
        response.BodyWriter.Write(data);
        response.BodyWriter.Write("\n\n"u8);
    }
}
