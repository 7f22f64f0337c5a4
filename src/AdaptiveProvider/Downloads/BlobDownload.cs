using System.Net;
using System.Security.Cryptography;

namespace AdaptiveProvider.Downloads;

/// <summary>Receives a file into the cache: goes on where an earlier download broke off, checks size and hash, and shows it only when it is whole.</summary>
/// <param name="client">The server.</param>
/// <param name="options">Patience and limits.</param>
/// <param name="blobs">The folder of contents.</param>
internal sealed class BlobDownload(HubClient client, ModelDownloadOptions options, string blobs)
{
    private const int BufferBytes = 1 << 17;

    /// <summary>Bytes that came over the network.</summary>
    public long ReceivedBytes { get; private set; }

    /// <summary>The path of the file's content, received if it is not there.</summary>
    /// <param name="file">The file.</param>
    /// <param name="maxBytes">Most bytes that it may have.</param>
    /// <param name="progress">Told how many of its bytes are here.</param>
    /// <param name="cancellationToken">Breaks off; what has been received is kept for the next time.</param>
    /// <exception cref="ModelDownloadException">The content is too large or not what the server promised, the disk is full, or the file is being downloaded elsewhere.</exception>
    public async Task<string> FetchAsync(HubFile file, long maxBytes, Action<long> progress, CancellationToken cancellationToken)
    {
        if (file.BlobName is { } known && File.Exists(Path.Combine(blobs, known)))
        {
            return Path.Combine(blobs, known);
        }

        Directory.CreateDirectory(blobs);
        string partial = Path.Combine(blobs, file.PartialName);
        await new DownloadRetries(options).RunAsync(() => AppendAsync(file, partial, maxBytes, progress, cancellationToken), () => ReceivedBytes, cancellationToken).ConfigureAwait(false);

        string hash = await HashAsync(partial, cancellationToken).ConfigureAwait(false);
        if (file.Sha256 is { } expected && hash != expected)
        {
            File.Delete(partial);
            throw new ModelDownloadException($"{file.Name} arrived damaged: its SHA-256 is {hash}, the server promised {expected}. It was removed; download it again.");
        }

        string blob = Path.Combine(blobs, file.BlobName ?? hash);
        File.Move(partial, blob, overwrite: true);
        return blob;
    }

    private async Task<bool> AppendAsync(HubFile file, string partial, long maxBytes, Action<long> progress, CancellationToken cancellationToken)
    {
        var target = OpenTarget(partial, file);
        await using (target.ConfigureAwait(false))
        {
            if (!file.CanResume || target.Length > file.Size)
            {
                target.SetLength(0);
            }

            if (file.CanResume && target.Length == file.Size)
            {
                return true;
            }

            target.Seek(0, SeekOrigin.End);

            using var response = await client.OpenAsync(file, target.Length, cancellationToken).ConfigureAwait(false);
            StartAt(response, target, file);
            await CopyAsync(response, target, file, Math.Min(maxBytes, file.Size ?? long.MaxValue), progress, cancellationToken).ConfigureAwait(false);
            return file.Size is not { } size || target.Length == size ? true : throw new IOException($"{file.Name} ended after {target.Length} of {size} bytes.");
        }
    }

    private static void StartAt(HttpResponseMessage response, FileStream target, HubFile file)
    {
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            target.SetLength(0);
            throw new IOException($"The server cannot continue {file.Name}; it begins again.");
        }

        // A server that ignores the range begins again.
        if (response.StatusCode != HttpStatusCode.PartialContent && target.Length > 0)
        {
            target.SetLength(0);
            target.Seek(0, SeekOrigin.Begin);
        }

        if (response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From != target.Length)
        {
            throw new ModelDownloadException($"The server answered with another part of {file.Name} than the one from byte {target.Length} on.");
        }
    }

    private async Task CopyAsync(HttpResponseMessage response, FileStream target, HubFile file, long maxBytes, Action<long> progress, CancellationToken cancellationToken)
    {
        var source = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            byte[] buffer = new byte[BufferBytes];
            for (long length = target.Length; ;)
            {
                int read = await ReadAsync(source, buffer, file, cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    return;
                }

                length += read;
                if (length > maxBytes)
                {
                    target.SetLength(0);
                    throw new ModelDownloadException($"{file.Name} is larger than {maxBytes} bytes, which is what the server promised or ModelDownloadOptions.MaxBytes allows.");
                }

                await WriteAsync(target, buffer.AsMemory(0, read), file, cancellationToken).ConfigureAwait(false);
                ReceivedBytes += read;
                progress(length);
            }
        }
    }

    private async Task<int> ReadAsync(Stream source, byte[] buffer, HubFile file, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.StallTimeout);
        try
        {
            return await source.ReadAsync(buffer, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The server sent nothing of {file.Name} for {options.StallTimeout}.");
        }
    }

    private async Task WriteAsync(FileStream target, ReadOnlyMemory<byte> bytes, HubFile file, CancellationToken cancellationToken)
    {
        try
        {
            // Written through at once, so that a full disk shows here and a broken-off download keeps what it has.
            await target.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException cause)
        {
            throw new ModelDownloadException($"{file.Name} cannot be written into {blobs}: {cause.Message} Make room there, or name another ModelDownloadOptions.CacheFolder; what has been received is kept.", cause);
        }
    }

    private FileStream OpenTarget(string partial, HubFile file)
    {
        try
        {
            return new FileStream(partial, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new ModelDownloadException($"{file.Name} cannot be written into {blobs}: {cause.Message} Another download of it may be running; else check the permissions.", cause);
        }
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        var stream = File.OpenRead(path);
        await using (stream.ConfigureAwait(false))
        {
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
        }
    }
}
